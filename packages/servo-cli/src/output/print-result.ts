import { exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { serializer } from './serializer.js';

/** What a command has found. */
export interface Result {
  /** For programs. */
  readonly facts: object;
  /** For people, who see so many columns; made only where they read. */
  readonly lines: (columns: number) => Iterable<string>;
}

/** Shows what a command has found in the form that the option `output` names, and answers the exit code of success. */
export async function printResult(
  terminal: Terminal,
  { output }: { readonly output?: unknown },
  { facts, lines }: Result,
): Promise<number> {
  const write = await serializer(output);
  if (write) terminal.line(write(facts, terminal.interactive));
  // a file or a pipe takes lines of any length
  else for (const line of lines(terminal.interactive ? terminal.columns : Infinity)) terminal.line(line);
  return exitCodes.done;
}
