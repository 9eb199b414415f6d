import type { Adjustment } from '../model/adjustment.js';
import type { Check } from '../model/check.js';
import type { CheckFilter } from '../model/check-filter.js';
import type { Component } from '../model/component.js';
import type { Control } from '../model/control.js';
import type { Description } from '../model/description.js';
import type { Measurement } from '../model/measurement.js';
import type { Metric } from '../model/metric.js';
import type { Severity } from '../model/severity.js';

/** What a `check` handler is asked. */
export interface CheckInput {
  /** Which checks to run; all when absent. */
  readonly matching?: CheckFilter | undefined;
  /** The severity at which the run stops; `null` never stops. Critical when absent. */
  readonly haltOn?: Severity | null | undefined;
}

/** What a `describe` handler is asked. */
export interface DescribeInput {
  readonly control: Control;
}

/** What a `measure` handler is asked. */
export interface MeasureInput {
  /** The names of the metrics that are wanted; all when absent or empty. */
  readonly metrics?: readonly string[] | undefined;
  readonly control: Control;
}

/** What an `adjust` handler is asked. */
export interface AdjustInput {
  readonly adjustments: readonly Adjustment[];
  readonly control: Control;
  /**
   * Whether this is the way back to how it was before the first change. A connector that records on the target itself how it
   * was goes by its record and forgets it then, waits for no settlement, and leaves these values when they do not run, either.
   */
  readonly restores?: boolean | undefined;
}

/**
 * The events, their input and what an `on` handler answers. Open to declaration merging: a connector adds events of its
 * own under `<connector>/<event>`; names without a slash belong to core.
 *
 * @example
 * declare module '@servo/core' {
 *   interface EventMap {
 *     'trace/flush': { input: { readonly limit: number }; result: { readonly flushed: number } };
 *   }
 * }
 */
export interface EventMap {
  /** The connector became part of a servo; describe and adjust may come from now on. */
  attach: { input: undefined; result: void };
  /** The connector is about to leave the servo. */
  detach: { input: undefined; result: void };
  /** The servo is connected and begins its loop. */
  startup: { input: undefined; result: void };
  /** The servo ends its loop. */
  shutdown: { input: undefined; result: void };
  metrics: { input: undefined; result: readonly Metric[] };
  components: { input: undefined; result: readonly Component[] };
  check: { input: CheckInput; result: readonly Check[] };
  /** Answers what can be adjusted, with present values, and what can be measured. */
  describe: { input: DescribeInput; result: Description };
  /** Measures, filtered by the requested names. */
  measure: { input: MeasureInput; result: Measurement };
  /** Applies settings and answers the resulting description. */
  adjust: { input: AdjustInput; result: Description };
  /** The settings now in force have become the running configuration. */
  promote: { input: undefined; result: void };
  /**
   * Takes away what a run that was killed left behind beside the settings, such as an object that it had made, and answers
   * what was taken away; lines for people.
   */
  cleanup: { input: undefined; result: readonly string[] };
  /** Answers, at the end of a run, in what state the target was left and how to use it by hand; lines for people. */
  handover: { input: undefined; result: readonly string[] };
}

/** The name of an event. */
export type EventName = Extract<keyof EventMap, string>;

/** What handlers of an event are given. */
export type EventInput<E extends EventName> = EventMap[E]['input'];

/** What an `on` handler of an event answers. */
export type EventOutput<E extends EventName> = EventMap[E]['result'];

/** When a handler runs: before the event is carried out, on it, or after it with all results. */
export type Phase = 'before' | 'on' | 'after';
