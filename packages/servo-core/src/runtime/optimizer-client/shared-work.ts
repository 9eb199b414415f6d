interface Running<T> {
  readonly promise: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/** Work that is done once for all who want it at the same time, and that is aborted when none of them waits any more. */
export class SharedWork<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  /** Begins the work, or waits for what is under way; rejects with the reason as soon as `signal` aborts. */
  async join(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const running = (this.#running ??= this.#start());
    running.waiting += 1;
    try {
      return await unlessAborted(running.promise, signal);
    } finally {
      running.waiting -= 1;
      if (running.waiting === 0) this.#end(running);
    }
  }

  #start(): Running<T> {
    const stop = new AbortController();
    return { promise: this.#work(stop.signal), stop, waiting: 0 };
  }

  #end(running: Running<T>): void {
    running.stop.abort();
    if (this.#running === running) this.#running = undefined;
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
