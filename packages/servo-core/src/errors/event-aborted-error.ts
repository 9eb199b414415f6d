import { brand } from './brand.js';
import { type EventErrorOptions, EventError } from './event-error.js';

/**
 * An operation that was stopped early on purpose, for instance because a limit was clearly broken.
 */
export class EventAbortedError extends EventError {
  constructor(message: string, options: EventErrorOptions = {}) {
    super('EVENT_ABORTED', message, options);
  }
}
brand(EventAbortedError, 'event-aborted-error');
