import { Duration, type DurationLike } from '@servo/core';
import type { Reply } from './reply.js';

/** Answers whose way goes wrong. */
export const transfer = {
  /**
   * The connection is lost: `before` the message is taken in; `after` that, with no byte of the answer; or in
   * `mid-body` of the answer.
   */
  reset: (when: 'before' | 'after' | 'mid-body'): Reply => ({
    name: `reset ${when}`,
    taken: when !== 'before',
    transfer: { kind: when === 'mid-body' ? 'cut' : 'reset' },
  }),

  /** The request is accepted and never answered. As the end of a script it holds the servo. */
  silence: (): Reply => ({ name: 'silence', taken: false, transfer: { kind: 'silence' } }),

  /** The true answer, half of it: whole as HTTP, not as JSON. */
  truncated: (): Reply => ({ name: 'truncated body', taken: true, transfer: { kind: 'truncated' } }),

  /** The true answer, one byte after the other. */
  drip: (interval: DurationLike = '1s'): Reply => ({
    name: 'drip',
    taken: true,
    transfer: { kind: 'drip', wait: Duration.from(interval).milliseconds },
  }),

  /** The true answer, late. */
  delayed: (by: DurationLike): Reply => ({
    name: 'delayed',
    taken: true,
    transfer: { kind: 'delayed', wait: Duration.from(by).milliseconds },
  }),
};
