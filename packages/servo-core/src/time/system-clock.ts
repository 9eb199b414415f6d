import type { Clock } from './clock.js';

/** The longest wait of a timer, about 25 days; a longer one would end at once. */
const longest = 2 ** 31 - 1;

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(milliseconds, { signal } = {}) {
    for (let rest = milliseconds; ; rest -= longest) {
      await wait(Math.min(rest, longest), signal);
      if (rest <= longest) return;
    }
  },
};

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
