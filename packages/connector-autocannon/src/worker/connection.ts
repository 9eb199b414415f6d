/** How one request ended. Exactly one of `status` and `error` is there. */
export interface Answer {
  readonly status?: number | undefined;
  /** Why there is no answer, such as `ECONNREFUSED`. */
  readonly error?: string | undefined;
  /** Whether it was given up because the time was up. */
  readonly timedOut?: boolean | undefined;
  /** Whether the service was never given the request, as no connection came about. */
  readonly unsent?: boolean | undefined;
}

/** A connection that carries one request at a time, and connects again by itself where that is needed. */
export interface Connection {
  /**
   * Sends the next of the requests that take turns, and gives it up after `timeout` milliseconds. `settle` is called
   * once, and not before `send` returned.
   */
  send(timeout: number, settle: (answer: Answer) => void): void;
}
