import type { EventContext } from './event-context.js';
import type { EventInput, EventName, EventOutput } from './event-map.js';
import { declareHandler } from './handler-declaration.js';
import type { Awaitable, HandlerDecorator } from './handler-decorator.js';

/** A method that carries out an event. */
export type OnHandler<E extends EventName> = (
  input: EventInput<E>,
  context: EventContext<E>,
) => Awaitable<EventOutput<E>>;

/**
 * Carries out an event: the method's answer is one of the event's results.
 *
 * @example
 * class Probe extends Connector {
 *   @on('metrics') metrics() {
 *     return [metric('throughput', 'rpm')];
 *   }
 * }
 */
export function on<E extends EventName>(event: E): HandlerDecorator<OnHandler<E>> {
  return declareHandler('on', event);
}
