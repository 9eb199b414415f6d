import { type Measurement, MeasurementFailedError, measurement, type Metric, timeSeries } from '@servo/core';
import { type LoadShortfall, loadShortfall } from '@servo/load';
import type { AttackJob } from './attack-job.js';
import { describePlan, type AttackPlan } from './attack-plan.js';
import type { AttackTally } from './attack-tally.js';
import { type LoadPoint, loadSeries, type LoadSeries } from './window/load-series.js';

/** Returns what a load fell short by; one without a limit asks for no number. */
export function shortfallOf(requests: number, { main: { rate }, duration }: AttackPlan): LoadShortfall | undefined {
  if (rate.isUnlimited) return undefined;
  const due = Math.floor(duration / rate.gap);
  return loadShortfall({ rate: rate.perSecond, duration, due, sent: requests });
}

/**
 * Makes the measurement of an attack: a series for each metric. A target that answers nothing is measured, too: it has an
 * error rate of 100 %, and latencies of at least the timeout, so that it does not seem fast.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-traffic` when no request was sent within the window.
 */
export function loadMeasurement(tally: AttackTally, job: AttackJob, metrics: readonly Metric[]): Measurement {
  const { window, errors } = tally;
  const { requests, answered } = tally.total();
  if (requests === 0) throw nothingSent(job.plan);
  const series = answered > 0 ? loadSeries(window) : asLost(loadSeries(window), job.timeout);
  const at = ([offset, value]: LoadPoint): readonly [number, number] => [Math.round(window.startedAt + offset), value];
  const readings = metrics.map((metric) => timeSeries(metric, (series.get(metric.name) ?? []).map(at)));
  const shares = metrics.filter(({ name }) => name === 'error_rate' || name === 'success_rate');
  const shortfall = shortfallOf(requests, job.plan);
  return measurement(readings, {
    ...(shares.length > 0 && { counts: Object.fromEntries(shares.map(({ name }) => [name, requests])) }),
    annotations: {
      load_profile: `${job.description ? `${job.description}: ` : ''}${job.target} ${describePlan(job.plan)}`,
      'vegeta/status_codes': JSON.stringify(errors.codes),
      ...(errors.errors.length > 0 && { 'vegeta/errors': JSON.stringify(Object.fromEntries(errors.errors)) }),
      ...(shortfall && { 'servo/load': JSON.stringify(shortfall) }),
    },
  });
}

function asLost(series: LoadSeries, timeout: number): LoadSeries {
  const raised = ([offset, value]: LoadPoint): LoadPoint => [offset, Math.max(timeout, value)];
  return new Map(
    [...series].map(([name, points]) => [name, name.startsWith('latency_') ? points.map(raised) : points]),
  );
}

function nothingSent({ main, duration }: AttackPlan): MeasurementFailedError {
  return new MeasurementFailedError(
    `At a rate of ${String(main.rate)} no request was sent within ${duration / 1_000}s`,
    {
      reason: 'no-traffic',
      hint: 'Measure for longer, or raise the rate.',
    },
  );
}
