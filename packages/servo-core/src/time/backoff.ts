/** The shape of a retry schedule, in milliseconds. */
export interface BackoffOptions {
  /** @default 1_000 */
  readonly floor?: number;
  /** @default 60_000 */
  readonly cap?: number;
  /** Returns a number in [0, 1); injected so that tests are certain. */
  readonly random: () => number;
}

/**
 * Returns the wait before retry number `attempt` (0-based): anything from the floor to the end of a range that doubles
 * with each attempt. Never below the floor, so that a failing peer is asked at most once a second; never above the cap.
 * The first wait is spread as well, so that a thousand servos do not come back together.
 */
export function backoff(attempt: number, { floor = 1_000, cap = 60_000, random }: BackoffOptions): number {
  const end = Math.min(cap, floor * 2 ** (Math.min(attempt, 30) + 1));
  const start = Math.min(floor, end);
  return start + random() * (end - start);
}
