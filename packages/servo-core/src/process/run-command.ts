import type { Readable } from 'node:stream';
import { ServoError } from '../errors/servo-error.js';
import type { Clock } from '../time/clock.js';
import { deadline } from '../time/deadline.js';
import { Duration } from '../time/duration.js';
import { systemClock } from '../time/system-clock.js';
import type { ChildExit, ProgramOptions } from './child.js';
import { startGuarded } from './guarded-process.js';

/** What {@link runCommand} takes. */
export interface RunCommandOptions extends ProgramOptions {
  /** What the program reads as its standard input; without it the input is empty. */
  readonly input?: string | Uint8Array;
  /** Milliseconds after which the program and all that it started are killed. */
  readonly timeout: number;
  /** @default the clock of this machine */
  readonly clock?: Clock;
  /**
   * Characters of each output after which the program is killed.
   * @default 16 Mi
   */
  readonly maxOutput?: number;
}

/** How a command ended and what it wrote. */
export interface CommandResult extends ChildExit {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end and returns what it wrote. An exit code other than 0 is an answer, not an error.
 *
 * @throws {@link ServoError} `COMMAND_TIMED_OUT`, `COMMAND_OUTPUT_TOO_LARGE`, or what `spawnChild` throws.
 * @example
 * const { code, stdout } = await runCommand({ command: 'vegeta', args: ['-version'], cwd, env, timeout: 5_000, signal });
 */
export async function runCommand(options: RunCommandOptions): Promise<CommandResult> {
  const { command, input, timeout, clock = systemClock, maxOutput = 2 ** 24 } = options;
  const tooLarge = new AbortController();
  const timedOut = (): ServoError =>
    new ServoError('COMMAND_TIMED_OUT', `"${command}" did not end within ${String(new Duration(timeout))}`, {
      retryable: true,
    });
  using limit = deadline(timeout, { clock, signal: options.signal, reason: timedOut });
  const signal = AbortSignal.any([limit.signal, tooLarge.signal]);

  const guarded = await startGuarded({ ...options, signal, stdin: input !== undefined });
  guarded.stdin?.on('error', () => {}); // a program need not read all of its input
  guarded.stdin?.end(input);
  const exceed = (): void =>
    tooLarge.abort(
      new ServoError('COMMAND_OUTPUT_TOO_LARGE', `"${command}" wrote more than ${maxOutput} characters at once`),
    );
  const outputs = [guarded.stdout, guarded.stderr].map((stream) => textOf(bounded(stream, maxOutput, exceed)));
  const [stdout = '', stderr = ''] = await Promise.all(outputs);
  const { code, signal: killedBy } = await guarded.exit;
  signal.throwIfAborted();
  return { code, signal: killedBy, stdout, stderr };
}

/** As `node:stream/consumers` has it, which is dear to load at every start. */
async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  return new TextDecoder().decode(Buffer.concat(await Array.fromAsync(chunks)));
}

async function* bounded(stream: Readable, limit: number, exceed: () => void): AsyncGenerator<Buffer, void, void> {
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit)
      exceed(); // and read on: the program is being killed
    else yield chunk;
  }
}
