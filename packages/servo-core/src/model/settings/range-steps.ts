import { decimalScale } from './decimal-scale.js';
import type { RangeSetting } from './setting.js';

type Steps = Pick<RangeSetting, 'min' | 'max' | 'step'>;

/** How far a value may be from a step, in steps: the rounding error of sums such as 0.1 + 0.2, and nothing more. */
const tolerance = 1e-9;

/**
 * Returns the value on the steps of a range that is nearest to a finite number, free of rounding errors. Steps begin at
 * `min`; where they do not reach `max` the last one below it is the highest value. A step of 0 leaves only the bounds.
 *
 * @example
 * nearestStep({ min: 0.1, max: 1, step: 0.1 }, 0.1 + 0.2); // 0.3
 */
export function nearestStep({ min, max, step }: Steps, value: number): number {
  const wanted = Math.min(max, Math.max(min, value));
  if (!(step > 0) || min >= max) return wanted;
  const scale = decimalScale(min, max, step, wanted);
  const [low, size] = [scale.toUnits(min), scale.toUnits(step)] as const;
  const last = (scale.toUnits(max) - low) / size;
  const nearest = ((scale.toUnits(wanted) - low) * 2n + size) / (size * 2n);
  return scale.toNumber(low + (nearest < last ? nearest : last) * size);
}

/**
 * Whether a value lies on the steps of a range, bounds included. A difference that only stems from binary arithmetic
 * does not count: 0.1 + 0.2 is on steps of 0.1.
 */
export function isOnStep(range: Steps, value: number): boolean {
  if (range.min > range.max || !Number.isFinite(value)) return false;
  return Math.abs(nearestStep(range, value) - value) <= range.step * tolerance;
}
