import type { EventInput, EventName, Phase } from './event-map.js';
import type { EventFailure, EventResult } from './event-result.js';

/** How an event is sent. */
export interface DispatchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Names of the connectors to ask; all when absent. */
  readonly include?: readonly string[] | undefined;
  /** Names of the connectors to leave out. */
  readonly exclude?: readonly string[] | undefined;
  /** The phases to run; all when absent. */
  readonly phases?: readonly Phase[] | undefined;
}

/**
 * Sends an event to the connectors of a servo and collects their answers in the order of the configuration.
 *
 * Runs all `before` handlers, then `on`, then `after`; within a phase connectors run concurrently and the handlers of
 * one connector one after the other. When a connector fails, the others are aborted and waited for, and an
 * `AggregateError` of the failures is thrown. A `before` handler that cancels ends the event with no results.
 *
 * @example
 * const results = await context.dispatch('metrics', undefined);
 */
export interface Dispatch {
  <E extends EventName>(event: E, input: EventInput<E>, options?: DispatchOptions): Promise<readonly EventResult<E>[]>;
  /** Asks one connector after the other and returns the first answer. */
  first<E extends EventName>(
    event: E,
    input: EventInput<E>,
    options?: DispatchOptions,
  ): Promise<EventResult<E> | undefined>;
  /** Lets every connector finish: failures are among the results. */
  settle<E extends EventName>(
    event: E,
    input: EventInput<E>,
    options?: DispatchOptions,
  ): Promise<readonly (EventResult<E> | EventFailure<E>)[]>;
}
