/** How the program is started by hand with the settings in force. */
export interface ProcessCommand {
  readonly component: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** The variables of the configuration and of the settings. */
  readonly env: Readonly<Record<string, string>>;
  /** The texts of the files that carry settings, by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  /** All but the files as one line for a POSIX shell, for a person to copy. */
  readonly line: string;
}

declare module '@servo/core' {
  interface EventMap {
    /** Answers how the program is started by hand. */
    'process/command': { input: undefined; result: ProcessCommand };
  }
}
