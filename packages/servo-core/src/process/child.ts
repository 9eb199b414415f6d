/** Which program to start and how. Arguments are a list: no shell reads them. */
export interface ProgramOptions {
  /** A name that is looked up on the `PATH` of `env`, or a path from `cwd`. */
  readonly command: string;
  /** @default [] */
  readonly args?: readonly string[];
  readonly cwd: string;
  /** The program's whole environment; only `SERVO_CHILD` is added, by which what it starts is found again. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Kills the program and all that it started as soon as it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended: with an exit code, or by a signal. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How a program is asked to end. */
export interface StopOptions {
  /** @default 'SIGTERM' */
  readonly signal?: NodeJS.Signals;
  /**
   * Milliseconds until whatever is left is killed.
   * @default 5_000
   */
  readonly grace?: number;
}

/**
 * A running program that ends with the servo, and everything that it started with it.
 *
 * Its lines are read all the time, so that it never waits for a reader that is not there: lines that nobody has asked for
 * are kept up to a limit, the oldest are dropped. Once somebody reads, no line is lost and the program waits for the reader.
 */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** The lines of the standard output; for one reader. */
  readonly stdout: AsyncIterable<string>;
  /** The lines of the error output; for one reader. */
  readonly stderr: AsyncIterable<string>;
  /** The last lines of both outputs, in the order in which they came. */
  readonly lastLines: readonly string[];
  /** Resolves when the program and all that it started are gone and their output is read. */
  readonly exit: Promise<ChildExit>;
  /** Sends a signal to the whole tree, and SIGKILL to what is left after the grace. May be called again. */
  stop(options?: StopOptions): Promise<ChildExit>;
}

/** Writes an exit as a person would: `exit code 1`, `signal SIGSEGV`. */
export function formatExit({ code, signal }: ChildExit): string {
  return signal ? `signal ${signal}` : `exit code ${code}`;
}
