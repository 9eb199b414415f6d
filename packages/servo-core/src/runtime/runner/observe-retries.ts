import type { ServoError } from '../../errors/servo-error.js';
import type { ServoSessionOptions } from './servo-session-options.js';

/** Makes what is told of each request that is tried again, so that whoever observes the servo knows. */
export function observeRetries({
  observe,
  servo,
}: Pick<ServoSessionOptions, 'observe' | 'servo'>): (error: ServoError, milliseconds: number) => void {
  return ({ message, hint }, milliseconds) =>
    observe({ type: 'retrying', servo: servo.name, milliseconds, message, ...(hint !== undefined && { hint }) });
}
