import { exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** Prints a result for programs, with the version of its form, and answers the exit code of success. */
export function printJson(terminal: Terminal, result: object): number {
  terminal.line(JSON.stringify({ version: 1, ...result }, undefined, terminal.interactive ? 2 : undefined));
  return exitCodes.done;
}
