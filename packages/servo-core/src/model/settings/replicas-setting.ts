import { type RangeOptions, rangeSetting } from './range-setting.js';
import type { RangeSetting } from './setting.js';
import { settingInvalid } from './setting-invalid.js';

/** What {@link replicasSetting} takes; all numbers are whole. */
export type ReplicasOptions = Omit<RangeOptions, 'step' | 'unit' | 'valueType'> & {
  /** @default 1 */
  readonly step?: number | undefined;
};

/**
 * Declares how many copies of a component run: `replicas`.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when a number is not whole, and as {@link rangeSetting} does.
 * @example
 * replicasSetting({ min: 1, max: 8, value: 2 });
 */
export function replicasSetting({ step = 1, ...options }: ReplicasOptions): RangeSetting {
  const setting = rangeSetting('replicas', { ...options, step });
  for (const field of ['min', 'max', 'step', 'value'] as const)
    if (!Number.isInteger(setting[field] ?? 0))
      throw settingInvalid('replicas', `a whole number as ${field}`, setting[field]);
  return setting;
}
