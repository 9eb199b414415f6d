import type { EventName, EventOutput } from '../../events/event-map.js';
import type { EventFailure, EventResult } from '../../events/event-result.js';
import type { LaneOutcome } from './run-lanes.js';

/** What the handlers of one phase answered, and what they failed with. */
export function eventResults<E extends EventName>(
  event: E,
  outcomes: readonly LaneOutcome[],
  createdAt: number,
): readonly (EventResult<E> | EventFailure<E>)[] {
  const results: (EventResult<E> | EventFailure<E>)[] = [];
  for (const { lane, answers, failure } of outcomes) {
    const connector = lane.connector.name;
    // the type that the decorators checked where the handler was written
    for (const { handler, value } of answers)
      results.push({ event, connector, handler, createdAt, value: value as EventOutput<E> });
    if (failure) results.push({ event, connector, handler: failure.handler, createdAt, error: failure.error });
  }
  return results;
}
