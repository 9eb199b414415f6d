import { Duration } from '../../time/duration.js';
import type { NetworkSettings } from '../../optimizer/network-settings.js';

/** How long the parts of a request may take, in milliseconds. */
export interface TimeLimits {
  readonly connect: number;
  /** Between any two signs of life. */
  readonly read: number;
  /** From the first to the last. */
  readonly total: number;
}

const usual = {
  connect: Duration.from('10s'),
  read: Duration.from('60s'),
  write: Duration.from('30s'),
  pool: Duration.from('20s'),
} satisfies NonNullable<NetworkSettings['timeouts']>;

/**
 * The limits of a request. Nothing waits for a free connection, and what is written is small: `write` and `pool` lengthen
 * the time that a request may take in all, the sum of the four.
 */
export function timeLimits(given: NetworkSettings['timeouts']): TimeLimits {
  const limit = (name: keyof typeof usual): number => Math.max(1, (given?.[name] ?? usual[name]).milliseconds); // 0: none
  const [connect, read] = [limit('connect'), limit('read')];
  return { connect, read, total: connect + read + limit('write') + limit('pool') };
}
