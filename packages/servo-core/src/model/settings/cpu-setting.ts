import { type RangeOptions, rangeSetting } from './range-setting.js';
import type { RangeSetting } from './setting.js';
import { settingInvalid } from './setting-invalid.js';

/** What {@link cpuSetting} takes. */
export type CpuOptions = Omit<RangeOptions, 'step'> & {
  /** @default 0.125 */
  readonly step?: number | undefined;
};

/**
 * Declares the processor share of a component: `cpu`, in cores.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when `min` is not above 0, and as {@link rangeSetting} does.
 * @example
 * cpuSetting({ min: 0.25, max: 4, value: 1 });
 */
export function cpuSetting({ step = 0.125, unit = 'cores', ...options }: CpuOptions): RangeSetting {
  const setting = rangeSetting('cpu', { ...options, step, unit });
  if (setting.min <= 0) throw settingInvalid('cpu', 'a number greater than 0 as min', setting.min);
  return setting;
}
