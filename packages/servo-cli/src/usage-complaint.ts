/** What the parser of the command line says against it, before it is put into words. */
export class UsageComplaint extends Error {
  /** The help of the command, where its options stand. */
  readonly help: string;

  constructor(message: string, help = '') {
    super(message);
    this.help = help;
  }
}
