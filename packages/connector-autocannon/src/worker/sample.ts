/** What became of one request. */
export interface Sample {
  /** When it was due, in milliseconds since the window began. */
  readonly at: number;
  /** When it was sent, likewise; absent when the window was over before that. */
  readonly sentAt?: number | undefined;
  /**
   * Milliseconds from when it was due to the end of the answer, the wait for a free connection included; for a request
   * without an answer in time the time until it was given up; absent when the connection failed.
   */
  readonly latency?: number | undefined;
  /** What went wrong: a status, a timeout, a failed connection. */
  readonly error?: string | undefined;
}
