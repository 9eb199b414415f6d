import type { Dispatch, DispatchOptions } from '../../events/dispatch.js';
import type { EventInput, EventName } from '../../events/event-map.js';
import type { EventResult } from '../../events/event-result.js';
import type { Send } from './send.js';

/** Makes what connectors send events with. */
export function createDispatch(send: Send): Dispatch {
  return Object.assign(
    // without `settle` a failure is thrown, so that every result has a value
    async <E extends EventName>(event: E, input: EventInput<E>, options?: DispatchOptions) =>
      (await send(event, input, options)).results as readonly EventResult<E>[],
    {
      first: async <E extends EventName>(event: E, input: EventInput<E>, options?: DispatchOptions) =>
        (await send(event, input, { ...options, first: true })).results[0] as EventResult<E> | undefined,
      settle: async <E extends EventName>(event: E, input: EventInput<E>, options?: DispatchOptions) =>
        (await send(event, input, { ...options, settle: true })).results,
    },
  );
}
