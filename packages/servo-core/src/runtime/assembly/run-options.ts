/** How an assembly runs. */
export interface RunOptions {
  /** Abort it with a `Shutdown` to end in good order. */
  readonly signal: AbortSignal;
  /** Whether a servo whose embedded study is done is ended; the run is over when no servo is left. */
  readonly exitWhenDone?: boolean;
  /**
   * Whether the run goes on when no servo is left because the last one failed, as somebody may mend and add it again.
   * Failures are then only logged.
   * @default false
   */
  readonly outlastsFailure?: boolean;
}
