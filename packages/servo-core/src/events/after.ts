import type { EventContext } from './event-context.js';
import type { EventName } from './event-map.js';
import type { EventResult } from './event-result.js';
import { declareHandler } from './handler-declaration.js';
import type { Awaitable, HandlerDecorator } from './handler-decorator.js';

/** A method that sees the results of an event. */
export type AfterHandler<E extends EventName> = (
  results: readonly EventResult<E>[],
  context: EventContext<E>,
) => Awaitable<void>;

/**
 * Runs after the event was carried out and sees the results of all connectors that succeeded.
 *
 * @example
 * class Audit extends Connector {
 *   @after('adjust') note(results: readonly EventResult<'adjust'>[]) {
 *     this.logger.info(`${results.length} connectors adjusted`);
 *   }
 * }
 */
export function after<E extends EventName>(event: E): HandlerDecorator<AfterHandler<E>> {
  return declareHandler('after', event);
}
