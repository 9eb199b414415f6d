import type { EventCancelledError } from '../../errors/event-cancelled-error.js';
import type { DispatchOptions } from '../../events/dispatch.js';
import type { EventInput, EventName } from '../../events/event-map.js';
import type { EventFailure, EventResult } from '../../events/event-result.js';
import type { DispatchScope } from './dispatch-scope.js';

/** How the runtime sends an event. */
export interface SendOptions extends DispatchOptions {
  readonly scope?: DispatchScope | undefined;
  /** Take failures for results instead of throwing them. */
  readonly settle?: boolean | undefined;
  /** Only these carry the event out; the others do before and after it what they always do. All when absent. */
  readonly answering?: readonly string[] | undefined;
  /** Ask one connector after the other until one answers. */
  readonly first?: boolean | undefined;
}

/** What came of an event. */
export interface Sent<E extends EventName> {
  readonly results: readonly (EventResult<E> | EventFailure<E>)[];
  /** Set when a `before` handler ended the event. */
  readonly cancelled?: EventCancelledError | undefined;
}

/** Sends an event to the connectors of a servo. */
export type Send = <E extends EventName>(event: E, input: EventInput<E>, options?: SendOptions) => Promise<Sent<E>>;
