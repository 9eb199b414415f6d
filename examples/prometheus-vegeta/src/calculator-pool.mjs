import { Worker } from 'node:worker_threads';

const longestQueue = 200; // whoever comes later waits for nothing

/** Threads that work out prices; what none of them is free for waits. */
export class CalculatorPool {
  #free;
  #waiting = [];

  constructor(threads) {
    this.#free = Array.from({ length: threads }, () => new Worker(new URL('calculator.mjs', import.meta.url)));
  }

  /** Works a price out. Rejects at once when too many wait. */
  price(option) {
    if (this.#waiting.length >= longestQueue) return Promise.reject(new Error('Too many quotes are asked for.'));
    return new Promise((resolve) => {
      this.#waiting.push({ option, resolve });
      this.#next();
    });
  }

  #next() {
    const worker = this.#waiting.length > 0 ? this.#free.pop() : undefined;
    if (!worker) return;
    const { option, resolve } = this.#waiting.shift();
    worker.once('message', (price) => {
      this.#free.push(worker);
      resolve(price);
      this.#next();
    });
    worker.postMessage(option);
  }
}
