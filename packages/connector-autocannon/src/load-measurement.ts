import { Duration, type Measurement, MeasurementFailedError, measurement, type Metric, timeSeries } from '@servo/core';
import { type LoadShortfall, loadShortfall } from '@servo/load';
import type { LoadSummary } from './load-message.js';
import type { LoadPlan } from './load-plan.js';

/** What {@link loadMeasurement} takes besides the summary. */
export interface LoadMeasurementOptions {
  readonly plan: LoadPlan;
  /** For messages. */
  readonly target: string;
  /** When the window began, in milliseconds since the Unix epoch. */
  readonly windowStart: number;
  readonly metrics: readonly Metric[];
}

/** Returns what a load fell short by. */
export function shortfallOf({ sent }: LoadSummary, { rate, duration }: LoadPlan): LoadShortfall | undefined {
  return loadShortfall({ rate, duration, due: Math.ceil((rate * duration) / 1_000), sent });
}

/**
 * Makes the measurement of a load: a series for each metric. A service that answers nothing is measured, too: it has an
 * error rate of 100 %.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-traffic` when the service was given no request.
 */
export function loadMeasurement(summary: LoadSummary, options: LoadMeasurementOptions): Measurement {
  const { plan, metrics, windowStart } = options;
  if (!summary.taken || summary.requests === 0) throw noTraffic(summary, options);
  const shortfall = shortfallOf(summary, plan);
  const readings = metrics.map((metric) => {
    const points = summary.series[metric.name] ?? [];
    return timeSeries(
      metric,
      points.map(([offset, value]) => [windowStart + offset, value] as const),
    );
  });
  return measurement(readings, {
    ...(metrics.some(({ name }) => name === 'error_rate') && { counts: { error_rate: summary.requests } }),
    ...(shortfall && { annotations: { 'servo/load': JSON.stringify(shortfall) } }),
  });
}

function noTraffic(summary: LoadSummary, { target, plan }: LoadMeasurementOptions): MeasurementFailedError {
  const { errors, givenUpAfter } = summary;
  const time = String(new Duration(Math.round(givenUpAfter ?? plan.duration)));
  const error = errors[0]?.[0] ?? 'no request could be sent';
  return new MeasurementFailedError(`${target} took no connection in ${time}: ${error}`, {
    reason: 'no-traffic',
    hint: 'Check that the service runs, and that "url" can be reached from where the servo runs.',
    details: { errors: Object.fromEntries(errors) },
  });
}
