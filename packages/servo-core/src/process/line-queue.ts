/**
 * Lines between a program and its reader. Without a reader the oldest lines are dropped; with one, `push` waits while the
 * queue is full, so that nothing is lost.
 *
 * Internal: not covered by semver.
 */
export class LineQueue implements AsyncIterable<string> {
  readonly #limit: number;
  readonly #lines: string[] = [];
  #reading = false;
  #bounded = true;
  #closed: { readonly error?: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds a line; resolves when there is room for another one. */
  async push(line: string): Promise<void> {
    this.#lines.push(line);
    this.#notify();
    while (this.#lines.length >= this.#limit && this.#bounded && !this.#closed) {
      if (this.#reading) await this.#changed.promise;
      else this.#lines.shift();
    }
  }

  /** Lets everything in from now on: what is still to come is known to be little. */
  release(): void {
    this.#bounded = false;
    this.#notify();
  }

  /** Ends the lines, with a failure where there was one. */
  close(...failure: readonly [] | readonly [error: unknown]): void {
    this.#closed ??= failure.length > 0 ? { error: failure[0] } : {};
    this.#notify();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, void> {
    this.#reading = true;
    try {
      for (;;) {
        const line = this.#lines.shift();
        if (line !== undefined) {
          this.#notify();
          yield line;
        } else if (this.#closed) {
          if ('error' in this.#closed) throw this.#closed.error;
          return;
        } else await this.#changed.promise;
      }
    } finally {
      this.#reading = false;
      this.#notify();
    }
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
