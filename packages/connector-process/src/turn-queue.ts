/** Lets one thing happen at a time, and lets a stop end what is under way. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();
  #halt = new AbortController();

  /** Does the work when what came before is over; its signal also aborts when the queue is interrupted. */
  async take<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const linked = AbortSignal.any([signal, this.#halt.signal]);
    return this.#append(async () => {
      linked.throwIfAborted();
      return work(linked);
    });
  }

  /** Aborts what is under way and what waits, and does the work after it. */
  async interrupt<T>(reason: unknown, work: () => Promise<T>): Promise<T> {
    this.#halt.abort(reason);
    this.#halt = new AbortController();
    return this.#append(work);
  }

  #append<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {}); // whoever asked for it is told
    return turn;
  }
}
