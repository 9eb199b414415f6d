import type { EventName, EventOutput } from './event-map.js';

/** Who answered an event, and what. */
export interface EventResult<E extends EventName = EventName> {
  readonly event: E;
  /** The name of the connector in this servo. */
  readonly connector: string;
  /** The method that answered. */
  readonly handler: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly value: EventOutput<E>;
}

/** A handler that failed, in the results of a dispatch that settles. */
export interface EventFailure<E extends EventName = EventName> extends Omit<EventResult<E>, 'value'> {
  readonly error: Error;
}
