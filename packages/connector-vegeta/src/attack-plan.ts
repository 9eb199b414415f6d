import { type Control, Duration, MeasurementFailedError } from '@servo/core';
import { longestGoDuration } from './go-duration.js';
import { loadOrder } from './load-order.js';
import type { Rate } from './rate.js';
import { requireRequests } from './require-requests.js';
import type { VegetaSettings } from './vegeta-config.js';

/** One attack of several that follow each other. Times in milliseconds. */
export interface AttackStep {
  readonly rate: Rate;
  /** When it begins, after the first one. */
  readonly at: number;
  readonly duration: number;
}

/** When what load is sent. Times in milliseconds. */
export interface AttackPlan {
  /** What leads to the load; nothing of it is measured. */
  readonly ramp: readonly AttackStep[];
  /** What is measured, after its own warm-up. */
  readonly main: AttackStep & { readonly warmup: number };
  /** The warm-up in all. */
  readonly warmup: number;
  /** What is measured of the main step: its end. */
  readonly duration: number;
  /** How long a point of a series is. */
  readonly interval: number;
}

/** What a plan needs of the configuration. */
export type PlanSettings = Pick<VegetaSettings, 'rate' | 'ramp' | 'maxWorkers' | 'reportingInterval'>;

/**
 * Plans the load of a measurement. A ramp takes equal parts of the warm-up, the last of which belongs to the load itself.
 *
 * @throws {@link MeasurementFailedError} with the reason `no-duration`, `duration-too-long`, `no-warmup`, `no-traffic` or `load-invalid`.
 */
export function planAttack(config: PlanSettings, control: Pick<Control, 'duration' | 'warmup' | 'load'>): AttackPlan {
  const { rate, ramp } = loadOrder(config, control.load);
  const [duration, warmup] = [control.duration.milliseconds, control.warmup.milliseconds];
  if (duration <= 0)
    throw new MeasurementFailedError(`Expected a duration to load for, got ${String(control.duration)}`, {
      reason: 'no-duration',
      hint: 'Set the duration of the measurement: "measure.duration" of the optimizer, or --duration.',
    });
  if (ramp.length > 0 && warmup <= 0)
    throw new MeasurementFailedError('Expected a warm-up, which the ramp takes up, got none', {
      reason: 'no-warmup',
      hint: 'Set the warm-up of the measurement ("measure.warmup" of the optimizer, or --warmup), or remove "ramp".',
    });
  if (warmup + duration > longestGoDuration)
    throw new MeasurementFailedError(`vegeta takes no time of more than 292 years, got ${String(control.duration)}`, {
      reason: 'duration-too-long',
      hint: 'Measure for a shorter time: "measure.duration" of the optimizer, or --duration.',
    });
  const part = warmup / (ramp.length + 1);
  const steps = ramp.map((each, index) => ({ rate: each, at: index * part, duration: part }));
  const main = { rate, at: ramp.length * part, duration: part + duration, warmup: part };
  const plan = { ramp: steps, main, warmup, duration, interval: config.reportingInterval.milliseconds };
  requireRequests(plan);
  return plan;
}

/** Puts a plan into words. */
export function describePlan({ ramp, main, duration, warmup, interval }: AttackPlan): string {
  const time = (milliseconds: number): string => String(new Duration(milliseconds));
  const lead = ramp.length > 0 ? ` by way of ${ramp.map(({ rate }) => String(rate)).join(', ')}` : '';
  return `at ${String(main.rate)} for ${time(duration)} after a warm-up of ${time(warmup)}${lead}, a point for each ${time(interval)}`;
}
