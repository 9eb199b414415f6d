/** What was asked of a target and what was sent to it, in requests per second, where that is clearly less. */
export interface LoadShortfall {
  readonly asked: number;
  readonly achieved: number;
  readonly verdict: 'load not reached';
}

/** What a load was to be, and what was sent of it. */
export interface SentLoad {
  /** Requests per second. */
  readonly rate: number;
  /** Of the window, in milliseconds. */
  readonly duration: number;
  /** Requests that were to be sent within the window. */
  readonly due: number;
  /** Those that were. */
  readonly sent: number;
}

const enough = 0.95;

/** Returns what a load fell short by, when less than 95 % of what was due was sent within the window. */
export function loadShortfall({ rate, duration, due, sent }: SentLoad): LoadShortfall | undefined {
  if (sent >= enough * due) return undefined;
  const achieved = Number(((sent * 1_000) / duration).toPrecision(3));
  return { asked: rate, achieved, verdict: 'load not reached' };
}
