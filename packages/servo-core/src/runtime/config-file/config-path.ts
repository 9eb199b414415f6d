/** Keys and indexes from the top of a document. */
export type ConfigPath = readonly (string | number)[];

/** Whether a path leads to another one's place, or to something within it. */
export function startsWith(path: ConfigPath, start: ConfigPath): boolean {
  return start.every((step, index) => path[index] === step);
}
