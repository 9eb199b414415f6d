import type { LogFile } from '@servo/core/runtime';
import type { Argv } from 'yargs';
import type { Terminal } from './terminal.js';

/** What a command is given beside its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The file that is logged to, where one was named. */
  readonly logFile?: LogFile | undefined;
}

/** A command of `servo`, in a module of its own that is loaded when it is called. */
export interface Command {
  /** Declares arguments, options and examples. */
  readonly options: (argv: Argv) => Argv;
  /** Carries it out and answers the exit code. */
  readonly run: (args: Readonly<Record<string, unknown>>, context: CommandContext) => Promise<number>;
}
