import { styleText } from 'node:util';
import { tellOfLostOutput } from './tell-of-lost-output.js';

/** Where a command writes, and what the other end can show. */
export interface Terminal {
  /** Writes a line of the result. */
  line(text?: string): void;
  /** Writes a line beside the result, for those who want to know how it goes. */
  note(text: string): void;
  /** Writes an error beside the result. */
  complain(text: string): void;
  /** Shows a line that the next one replaces; nothing where it cannot be replaced. */
  status(text: string | undefined): void;
  /** Shows lines that the next ones replace; nothing where they cannot be replaced. */
  live(lines: readonly string[]): void;
  /** Asks for a line; `undefined` where nobody can be asked. Rejects when the signal aborts. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Whether somebody can be asked. */
  readonly canAsk: boolean;
  readonly interactive: boolean;
  readonly colors: boolean;
  readonly columns: number;
  /** Whether nobody wants to know more than the result and errors. */
  readonly quiet: boolean;
  /** The other end of what stands beside the result: it may be a file where the result is shown, or the reverse. */
  readonly beside: { readonly interactive: boolean; readonly colors: boolean; readonly columns: number };
}

/** The terminal, pipe or file that this process writes to. */
export function processTerminal({ color, quiet }: { readonly color: boolean; readonly quiet: boolean }): Terminal {
  const { stdout, stderr } = process;
  tellOfLostOutput();
  stderr.on('error', () => {}); // nobody is left who could be told
  const interactive = stdout.isTTY === true;
  const canAsk = interactive && process.stdin.isTTY === true;
  let shown = 0; // how many lines there are to be replaced
  let asking = false; // a question must not be overwritten
  const clear = (): void => {
    if (shown > 0) stdout.write(`\r${shown > 1 ? `\u001b[${shown - 1}A` : ''}\u001b[0J`);
    shown = 0;
  };
  const live = (lines: readonly string[]): void => {
    if (!interactive || asking || quiet) return;
    clear();
    const cut = lines.slice(0, (stdout.rows || 24) - 1).map((line) => line.slice(0, (stdout.columns || 80) - 1));
    stdout.write(cut.map((line) => (color ? styleText('cyan', line) : line)).join('\n')); // what wraps cannot be replaced
    shown = cut.length;
  };
  const complain = (text: string): void => {
    clear();
    stderr.write(`${text}\n`);
  };
  return {
    canAsk,
    interactive,
    colors: color && interactive,
    columns: stdout.columns || 120,
    beside: {
      interactive: stderr.isTTY === true,
      colors: color && stderr.isTTY === true,
      columns: stderr.columns || 120,
    },
    line: (text = '') => {
      clear();
      stdout.write(`${text}\n`);
    },
    note: (text) => {
      if (!quiet) complain(text);
    },
    complain,
    quiet,
    status: (text) => live(text ? [text] : []),
    live,
    ask: async (question, signal) => {
      if (!canAsk) return undefined;
      clear();
      asking = true;
      try {
        return await askLine(question, signal);
      } finally {
        asking = false;
      }
    },
  };
}

async function askLine(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline/promises'); // seldom needed
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT')); // while it asks, Ctrl-C comes as a key
  try {
    return await prompt.question(question, { signal });
  } catch (error) {
    signal.throwIfAborted(); // with its own reason
    throw error;
  } finally {
    prompt.close();
  }
}
