/** How an assembly runs. */
export interface RunOptions {
  /** Abort it with a `Shutdown` to end in good order. */
  readonly signal: AbortSignal;
  /** Whether a servo whose embedded study is done is ended; the run is over when no servo is left. */
  readonly exitWhenDone?: boolean;
}
