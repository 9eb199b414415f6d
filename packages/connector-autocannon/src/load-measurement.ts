import { Duration, type Measurement, MeasurementFailedError, measurement, type Metric, timeSeries } from '@servo/core';
import type { LoadSummary } from './load-message.js';
import { loadMetrics } from './load-metrics.js';
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

/** What was asked of a service and what could be sent to it, in requests per second. */
export interface LoadShortfall {
  readonly asked: number;
  readonly achieved: number;
  readonly verdict: 'load not reached';
}

/** Returns the metrics that are configured and asked for; all that are configured when no list is there, or an empty one. */
export function chosenMetrics(configured: readonly string[], asked: readonly string[] = []): readonly Metric[] {
  return loadMetrics.filter(({ name }) => configured.includes(name) && (asked.length === 0 || asked.includes(name)));
}

/** Returns what a load fell short by, when less than 95 % of the requests could be sent. */
export function loadShortfall({ sent }: LoadSummary, { rate, duration }: LoadPlan): LoadShortfall | undefined {
  const due = Math.ceil((rate * duration) / 1_000);
  if (sent >= 0.95 * due) return undefined;
  return { asked: rate, achieved: Number(((sent * 1_000) / duration).toPrecision(3)), verdict: 'load not reached' };
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
  const shortfall = loadShortfall(summary, plan);
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
