import { z } from '../../zod.js';
import { ServoError } from '../../errors/servo-error.js';
import type { JournalEntry } from './journal-entry.js';

const values = z.record(z.string(), z.union([z.number(), z.string()]));
const journalEntry: z.ZodType<JournalEntry> = z.object({
  epoch: z.number(),
  phase: z.enum(['intended', 'applied', 'settled', 'restored', 'promoted']),
  cmd_uid: z.string().nullable(),
  time: z.number(),
  before: values,
  after: values,
});

/** What stands in the file of a journal. */
export interface ParsedJournal {
  readonly entries: readonly JournalEntry[];
  /** The lines that are whole; one cut off by a crash announced what was not begun. */
  readonly whole: string;
}

/**
 * Reads the text of a journal.
 *
 * @throws {@link ServoError} `JOURNAL_CORRUPT` when a line is not one that was written, or goes on with a change whose
 * beginning is not there: what to take back would not be known.
 */
export function parseJournal(text: string, path: string): ParsedJournal {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter((line) => line !== '');
  const entries = lines.map((line, index) => parseLine(line, `Line ${index + 1} of the journal ${path}`));
  let begun: number | undefined;
  for (const [index, { phase, epoch }] of entries.entries()) {
    if (phase === 'intended') begun = epoch;
    else if (epoch !== begun)
      throw corrupt(`Line ${index + 1} of the journal ${path} goes on with a change that no line before it begins`);
  }
  // a crash leaves the first part of a line, or zeros
  if (/^[^{\0]/.test(text.slice(whole.length))) throw corrupt(`The end of the journal ${path} cannot be read`);
  return { entries, whole };
}

function parseLine(line: string, what: string): JournalEntry {
  try {
    return journalEntry.parse(JSON.parse(line));
  } catch (error) {
    throw corrupt(`${what} cannot be read`, error);
  }
}

function corrupt(message: string, cause?: unknown): ServoError {
  return new ServoError('JOURNAL_CORRUPT', message, {
    cause,
    hint: 'Put the target into the state that you want, then delete the file.',
  });
}
