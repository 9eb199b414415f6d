import { type Measurement, MeasurementFailedError, measurement, type Metric, timeSeries } from '@servo/core';
import type { AttackJob } from './attack-job.js';
import { describePlan, type AttackPlan } from './attack-plan.js';
import type { AttackTally } from './attack-tally.js';
import { type LoadPoint, loadSeries } from './window/load-series.js';

/** What was asked of a target and what was sent to it, in requests per second. */
export interface LoadShortfall {
  readonly asked: number;
  readonly achieved: number;
  readonly verdict: 'load not reached';
}

/** Returns what a load fell short by, when less than 95 % of what was asked for was sent within the window. */
export function loadShortfall(requests: number, { main: { rate }, duration }: AttackPlan): LoadShortfall | undefined {
  const achieved = (requests * 1_000) / duration;
  if (rate.isUnlimited || requests >= 0.95 * Math.floor(duration / rate.gap)) return undefined;
  return { asked: rate.perSecond, achieved: Number(achieved.toPrecision(3)), verdict: 'load not reached' };
}

/**
 * Makes the measurement of an attack: a series for each metric. A target that answers nothing is measured, too: it has an
 * error rate of 100 %, and latencies of at least the timeout.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-traffic` when no request was sent within the window.
 */
export function loadMeasurement(tally: AttackTally, job: AttackJob, metrics: readonly Metric[]): Measurement {
  const { window, errors } = tally;
  const { requests } = tally.total();
  if (requests === 0) throw nothingSent(job.plan);
  const series = loadSeries(window);
  const at = ([offset, value]: LoadPoint): readonly [number, number] => [Math.round(window.startedAt + offset), value];
  const readings = metrics.map((metric) => timeSeries(metric, (series.get(metric.name) ?? []).map(at)));
  const shares = metrics.filter(({ name }) => name === 'error_rate' || name === 'success_rate');
  const shortfall = loadShortfall(requests, job.plan);
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

function nothingSent({ main, duration }: AttackPlan): MeasurementFailedError {
  return new MeasurementFailedError(
    `At a rate of ${String(main.rate)} no request was sent within ${duration / 1_000}s`,
    {
      reason: 'no-traffic',
      hint: 'Measure for longer, or raise the rate.',
    },
  );
}
