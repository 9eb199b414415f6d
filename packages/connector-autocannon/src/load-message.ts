import type { InterimValues } from './worker/interim-values.js';
import type { WindowSeries } from './worker/window-series.js';

/** Where a load is. */
export type LoadStage = 'warming up' | 'measuring' | 'waiting for the last answers';

/** How a load stands; sent about once a second. */
export interface LoadProgress {
  readonly kind: 'progress';
  readonly stage: LoadStage;
  /** Milliseconds since the load began. */
  readonly elapsed: number;
  /** There when another interval of the window has passed. */
  readonly values?: InterimValues | undefined;
}

/** What a load brought; sent once, as the last message. */
export interface LoadSummary {
  readonly kind: 'summary';
  readonly series: WindowSeries;
  /** Requests that were due in the window. */
  readonly requests: number;
  /** Those of them that were sent before it ended. */
  readonly sent: number;
  /** Requests of the window that the service answered, with whatever status. */
  readonly answered: number;
  /** Whether the service was given any request, in the warm-up or in the window. */
  readonly taken: boolean;
  /** Milliseconds after which the load was given up because no connection had come about; absent otherwise. */
  readonly givenUpAfter?: number | undefined;
  /** How often each error happened, the most frequent first. */
  readonly errors: readonly (readonly [error: string, count: number])[];
}

/** What the worker tells; the first message says that the load begins now. */
export type LoadMessage = { readonly kind: 'started' } | LoadProgress | LoadSummary;
