import type { EventContext } from './event-context.js';
import type { EventInput, EventName } from './event-map.js';
import { declareHandler } from './handler-declaration.js';
import type { Awaitable, HandlerDecorator } from './handler-decorator.js';

/** A method that runs before an event is carried out. */
export type BeforeHandler<E extends EventName> = (input: EventInput<E>, context: EventContext<E>) => Awaitable<void>;

/**
 * Runs before any connector carries out the event, and may end it with `context.cancel(reason)`.
 *
 * @example
 * class Calendar extends Connector {
 *   @before('adjust') freeze(_: AdjustInput, { cancel }: EventContext) {
 *     if (isHoliday()) cancel('no changes on holidays');
 *   }
 * }
 */
export function before<E extends EventName>(event: E): HandlerDecorator<BeforeHandler<E>> {
  return declareHandler('before', event);
}
