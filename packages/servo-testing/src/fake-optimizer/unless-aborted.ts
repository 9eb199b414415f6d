/** Resolves as the work does, unless one of the signals aborts first; then it rejects with the abort reason. */
export async function unlessAborted<T>(work: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const listeners = signals.map((signal) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    return { signal, stop };
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    for (const { signal, stop } of listeners) signal.removeEventListener('abort', stop);
  }
}
