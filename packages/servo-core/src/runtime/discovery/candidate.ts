/** Why a connector is not admitted. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A connector that a package of the deployment announces. None of its code has run. */
export interface Candidate {
  /** Its short name. */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly description: string;
  readonly maturity: string;
  /** The file to import, absolute. */
  readonly entry: string;
  readonly export: string;
  /** What it adds to the command line: one line of help by name. */
  readonly commands: Readonly<Record<string, string>>;
  /** Absent where the connector may be used. */
  readonly refusal?: Refusal | undefined;
}
