import type { EventContext } from './event-context.js';
import type { EventInput, EventName } from './event-map.js';
import { declareHandler } from './handler-declaration.js';
import type { HandlerDecorator } from './handler-decorator.js';

/** A method that wraps every `on` handler of an event: what stands before its only `yield` sets up, the rest tears down. */
export type EventWrapper<E extends EventName> = (
  input: EventInput<E>,
  context: EventContext<E>,
) => AsyncGenerator<void, void, void>;

/**
 * Defines an event of the connector's own, and what goes around each of its handlers. The handler's failure is thrown at
 * the `yield`, so what must happen in any case stands in `finally`. The event's types come from {@link EventMap}.
 *
 * @example
 * class Trace extends Connector {
 *   @event('trace/flush') async *around() {
 *     const lock = await this.lock();
 *     try {
 *       yield;
 *     } finally {
 *       await lock.release();
 *     }
 *   }
 * }
 */
export function event<E extends EventName>(name: E): HandlerDecorator<EventWrapper<E>> {
  return declareHandler('around', name);
}
