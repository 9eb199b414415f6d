import type { Terminal } from '../../src/terminal.js';

/** A terminal for tests that remembers what was written. */
export interface RecordingTerminal extends Terminal {
  readonly lines: readonly string[];
  readonly notes: readonly string[];
  readonly statuses: readonly string[];
  readonly complaints: readonly string[];
}

/** Makes a terminal that remembers. */
export function recordingTerminal({ interactive = false, quiet = false } = {}): RecordingTerminal {
  const [lines, notes, statuses, complaints]: [string[], string[], string[], string[]] = [[], [], [], []];
  return {
    lines,
    notes,
    statuses,
    complaints,
    quiet,
    canAsk: false,
    interactive,
    colors: false,
    columns: 100,
    beside: { interactive, colors: false, columns: 100 },
    line: (text = '') => void lines.push(text),
    note: (text) => void notes.push(text),
    complain: (text) => void complaints.push(text),
    status: (text) => void (text && statuses.push(text)),
    live: (shown) => void statuses.push(...shown),
    ask: async () => undefined,
  };
}
