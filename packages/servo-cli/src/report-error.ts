import { exitCodeOf, signalOf } from './exit-code.js';
import { givenOutput } from './given-output.js';
import { errorFacts } from './output/error-facts.js';
import { errorText } from './output/error-text.js';
import { paint } from './output/paint.js';
import { serializer } from './output/serializer.js';
import type { Terminal } from './terminal.js';
import { UsageComplaint } from './usage-complaint.js';
import { usageError } from './usage-error.js';
import { wordMeant } from './word-meant.js';

/**
 * Tells the user what went wrong, and answers the exit code. A program that wants the result in its form is told in that
 * form, in the place of the result.
 */
export async function reportError(
  thrown: unknown,
  { argv, terminal }: { readonly argv: readonly string[]; readonly terminal: Terminal },
): Promise<number> {
  const error = thrown instanceof UsageComplaint ? usageError(thrown.message, { argv, help: thrown.help }) : thrown;
  const write = await serializer(givenOutput(argv));
  if (write) terminal.line(write(errorFacts(error), terminal.interactive));
  if (signalOf(error) !== undefined) return exitCodeOf(error); // who sent the signal was told that it came
  const { beside } = terminal;
  terminal.complain(errorText(wordMeant(error, argv), paint(beside.colors), beside.columns));
  return exitCodeOf(error);
}
