import { brand } from './brand.js';
import { type EventErrorOptions, EventError } from './event-error.js';

/**
 * A `before` handler said no: the event is not carried out. Thrown through `context.cancel()`.
 */
export class EventCancelledError extends EventError {
  constructor(message: string, options: EventErrorOptions = {}) {
    super('EVENT_CANCELLED', message, options);
  }
}
brand(EventCancelledError, 'event-cancelled-error');
