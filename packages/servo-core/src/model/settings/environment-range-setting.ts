import { type RangeOptions, rangeSetting } from './range-setting.js';
import type { RangeSetting } from './setting.js';
import { withValue } from './with-value.js';

/** What {@link environmentRangeSetting} takes; the value may be the text of the variable. */
export type EnvironmentRangeOptions = Omit<RangeOptions, 'value'> & {
  readonly value?: number | string | undefined;
};

/**
 * Declares a number that a program reads from an environment variable, by default of the setting's own name.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when the value is not a number or, for the value type `int`, not a whole
 * one, and as {@link rangeSetting} does.
 * @example
 * environmentRangeSetting('heap', { literal: 'HEAP_MB', valueType: 'int', min: 64, max: 1024, step: 64, value: '256' });
 */
export function environmentRangeSetting(
  name: string,
  { literal = name, value, ...options }: EnvironmentRangeOptions,
): RangeSetting {
  const setting = rangeSetting(name, { ...options, literal });
  return value === undefined ? setting : withValue(setting, value);
}
