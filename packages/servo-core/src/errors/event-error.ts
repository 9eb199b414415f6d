import { brand } from './brand.js';
import { ServoError, type ServoErrorOptions } from './servo-error.js';

/** What an {@link EventError} carries besides its message. */
export interface EventErrorOptions extends ServoErrorOptions {
  /** A word for machines that is sent to the optimizer, such as `start-failed` or `unschedulable`. */
  readonly reason?: string | undefined;
}

/** The base of the failures that a handler reports on purpose; the optimizer is told and the loop goes on. */
export class EventError extends ServoError {
  readonly reason: string | undefined;

  constructor(code: string, message: string, options: EventErrorOptions = {}) {
    super(code, message, options);
    this.reason = options.reason;
  }
}
brand(EventError, 'event-error');
