import type { Readable } from 'node:stream';
import type { Child, ChildExit, ProgramOptions } from './child.js';
import { startGuarded } from './guarded-process.js';
import { LineQueue } from './line-queue.js';
import { streamLines } from './stream-lines.js';

/** What {@link spawnChild} takes. */
export interface SpawnOptions extends ProgramOptions {
  /**
   * How many lines wait for a reader, of each output.
   * @default 1_000
   */
  readonly buffer?: number;
  /**
   * How many lines `lastLines` keeps.
   * @default 20
   */
  readonly keep?: number;
}

/**
 * Starts a program that ends with the servo; resolves when it runs.
 *
 * A guardian process stands between the servo and the program. It kills the program and everything that it started when
 * the servo ends in whatever way, `kill -9` included. Where there is no /proc (macOS) it cannot find a program that began a
 * session of its own and whose parent has ended.
 *
 * @throws {@link ServoError} `PROGRAM_NOT_FOUND`, `PROGRAM_NOT_EXECUTABLE`, `WORKING_DIRECTORY_NOT_FOUND` or
 * `PROGRAM_NOT_STARTED`; the reason of the signal when it aborts.
 * @example
 * await using child = await spawnChild({ command: 'node', args: ['service.mjs'], cwd, env, signal });
 * for await (const line of child.stdout) logger.debug(line);
 */
export async function spawnChild({ buffer = 1_000, keep = 20, ...options }: SpawnOptions): Promise<Child> {
  const guarded = await startGuarded({ ...options, stdin: false });
  const [stdout, stderr] = [new LineQueue(buffer), new LineQueue(buffer)];
  const lastLines: string[] = [];
  const note = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > keep) lastLines.shift();
  };
  const read = Promise.all([pump(guarded.stdout, stdout, note), pump(guarded.stderr, stderr, note)]);
  const exit = guarded.exit.then(async (end): Promise<ChildExit> => {
    stdout.release();
    stderr.release();
    await read;
    return end;
  });
  exit.catch(() => {}); // whoever waits for the exit is told; nobody has to
  const stop: Child['stop'] = async (how) => {
    await guarded.stop(how);
    return exit;
  };
  return {
    pid: guarded.pid,
    stdout,
    stderr,
    lastLines,
    exit,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

async function pump(readable: Readable, queue: LineQueue, note: (line: string) => void): Promise<void> {
  try {
    for await (const line of streamLines(readable)) {
      note(line);
      await queue.push(line);
    }
    queue.close();
  } catch (error) {
    queue.close(error); // the reader is told
  }
}
