import { type Check, type Clock, deadline, ServoError } from '@servo/core';

const limit = 10_000; // milliseconds

/**
 * Applies the remedy of a check, and answers what went wrong with it, if anything did.
 *
 * @throws the abort reason, when the operator interrupts.
 */
export async function applyRemedy(
  { remedy }: Pick<Check, 'remedy'>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ServoError | undefined> {
  const reason = (): ServoError => new ServoError('CHECK_FAILED', `The remedy took longer than ${limit / 1_000}s`);
  using bounded = deadline(limit, { clock, signal, reason });
  const late = Promise.withResolvers<never>();
  const stop = (): void => late.reject(bounded.signal.reason);
  bounded.signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([remedy?.(bounded.signal), late.promise]); // one that does not listen is left alone
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return ServoError.from(error);
  } finally {
    bounded.signal.removeEventListener('abort', stop);
  }
}
