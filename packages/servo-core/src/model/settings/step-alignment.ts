import { decimalScale } from './decimal-scale.js';
import type { RangeSetting } from './setting.js';

/** Whether a number is a multiple of a step, in decimal arithmetic: 1 is one of 0.1. Any number is one of a step of 0. */
export function isStepAligned(value: number, step: number): boolean {
  if (step === 0) return true;
  const scale = decimalScale(value, step);
  return scale.toUnits(value) % scale.toUnits(step) === 0n;
}

/** The bounds nearest to those of a range whose steps do not reach from one to the other. */
export interface StepAlignment {
  /** The difference of the bounds as they are. */
  readonly difference: number;
  /** Either of them instead of `min`, the nearer to `max` first. */
  readonly min: readonly [number, number];
  /** Or either of them instead of `max`, the nearer to `min` first. */
  readonly max: readonly [number, number];
}

/**
 * Finds the bounds that would make a range a whole number of steps; `undefined` when it is one already. The range is
 * taken to rise, and its step to be positive.
 */
export function misalignment({
  min,
  max,
  step,
}: Pick<RangeSetting, 'min' | 'max' | 'step'>): StepAlignment | undefined {
  const scale = decimalScale(min, max, step);
  const [low, high, size] = [scale.toUnits(min), scale.toUnits(max), scale.toUnits(step)] as const;
  const difference = high - low;
  if (difference % size === 0n) return undefined;
  const shorter = difference < size ? size : difference - (difference % size);
  const longer = shorter + size;
  return {
    difference: scale.toNumber(difference),
    min: [scale.toNumber(high - shorter), scale.toNumber(high - longer)],
    max: [scale.toNumber(low + shorter), scale.toNumber(low + longer)],
  };
}
