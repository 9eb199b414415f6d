/** One configuration: a value for every parameter, by its name. */
export type Point = Readonly<Record<string, number | string>>;
