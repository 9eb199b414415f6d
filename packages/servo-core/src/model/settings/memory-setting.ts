import { type RangeOptions, rangeSetting } from './range-setting.js';
import type { RangeSetting } from './setting.js';

/**
 * Declares the memory of a component: `mem`, in GiB unless another unit is given.
 *
 * @throws {@link ServoError} `SETTING_INVALID` as {@link rangeSetting} does.
 * @example
 * memorySetting({ min: 0.5, max: 8, step: 0.25, value: 2 });
 */
export function memorySetting({ unit = 'GiB', ...options }: RangeOptions): RangeSetting {
  return rangeSetting('mem', { ...options, unit });
}
