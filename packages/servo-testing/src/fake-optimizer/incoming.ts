/** A request as a transport hands it over. */
export interface Incoming {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
