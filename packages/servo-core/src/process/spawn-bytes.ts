import type { Readable } from 'node:stream';
import type { Child, ChildExit, ProgramOptions } from './child.js';
import { startGuarded } from './guarded-process.js';
import { streamLines } from './stream-lines.js';

/** What {@link spawnBytes} takes. */
export interface SpawnBytesOptions extends ProgramOptions {
  /** What the program reads as its standard input; without it the input is empty. */
  readonly input?: string | Uint8Array | undefined;
  /**
   * How many lines `lastLines` keeps.
   * @default 20
   */
  readonly keep?: number;
}

/** A running program whose standard output is bytes, not lines. The program waits for the reader. */
export interface BytesChild extends Pick<Child, 'pid' | 'lastLines' | 'exit' | 'stop'>, AsyncDisposable {
  /** The standard output, as it comes; it must be read. */
  readonly stdout: Readable;
}

/**
 * Starts a program that writes bytes and ends with the servo, as {@link spawnChild} does with one that writes lines.
 * `lastLines` are those of its error output.
 *
 * @throws what `spawnChild` throws.
 * @example
 * await using child = await spawnBytes({ command: 'vegeta', args: ['attack'], input: targets, cwd, env, signal });
 * for await (const chunk of child.stdout) decoder.push(chunk);
 */
export async function spawnBytes({ input, keep = 20, ...options }: SpawnBytesOptions): Promise<BytesChild> {
  const guarded = await startGuarded({ ...options, stdin: input !== undefined });
  guarded.stdin?.on('error', () => {}); // a program need not read all of its input
  guarded.stdin?.end(input);
  const lastLines: string[] = [];
  const read = keepLast(guarded.stderr, lastLines, keep).catch(() => {}); // lines that came before are kept
  const exit = guarded.exit.then(async (end): Promise<ChildExit> => {
    await read;
    return end;
  });
  exit.catch(() => {}); // whoever waits for the exit is told; nobody has to
  const stop: Child['stop'] = async (how) => {
    await guarded.stop(how);
    return exit;
  };
  const dispose = async (): Promise<void> => {
    guarded.stdout.resume(); // or what nobody has read would keep it open
    await stop({ signal: 'SIGKILL', grace: 0 });
  };
  return { pid: guarded.pid, stdout: guarded.stdout, lastLines, exit, stop, [Symbol.asyncDispose]: dispose };
}

async function keepLast(readable: Readable, lines: string[], keep: number): Promise<void> {
  for await (const line of streamLines(readable)) {
    lines.push(line);
    if (lines.length > keep) lines.shift();
  }
}
