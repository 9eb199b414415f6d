/**
 * Waits for several works that share a signal. When one of them fails, the others are told to stop and waited for, so that
 * nothing is left behind.
 *
 * @throws what the first one failed with.
 */
export async function together<const Works extends readonly Promise<unknown>[]>(
  signal: AbortSignal,
  begin: (signal: AbortSignal) => Works,
): Promise<{ -readonly [Key in keyof Works]: Awaited<Works[Key]> }> {
  const failed = new AbortController();
  const works = begin(AbortSignal.any([signal, failed.signal]));
  try {
    return await Promise.all(works);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(works);
    throw error;
  }
}
