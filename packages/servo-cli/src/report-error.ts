import { exitCodeOf, signalOf } from './exit-code.js';
import { errorText } from './output/error-text.js';
import { paint } from './output/paint.js';
import type { Terminal } from './terminal.js';
import { UsageComplaint } from './usage-complaint.js';
import { usageError } from './usage-error.js';
import { wordMeant } from './word-meant.js';

/** Tells the user what went wrong, and answers the exit code. */
export function reportError(
  thrown: unknown,
  { argv, terminal }: { readonly argv: readonly string[]; readonly terminal: Terminal },
): number {
  const error = thrown instanceof UsageComplaint ? usageError(thrown.message, { argv, help: thrown.help }) : thrown;
  if (signalOf(error) !== undefined) return exitCodeOf(error); // who sent the signal was told that it came
  const { beside } = terminal;
  terminal.complain(errorText(wordMeant(error, argv), paint(beside.colors), beside.columns));
  return exitCodeOf(error);
}
