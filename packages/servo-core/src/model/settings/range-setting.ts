import { acceptedValue } from './accepted-value.js';
import type { RangeSetting } from './setting.js';
import { settingInvalid } from './setting-invalid.js';

/** What {@link rangeSetting} takes. */
export type RangeOptions = Omit<RangeSetting, 'type' | 'name' | 'pinned'> & { readonly pinned?: boolean | undefined };

/**
 * Declares a number that can be adjusted between two bounds. Bounds that make little sense are no error: they are what
 * {@link settingProblems} finds.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when a bound, the step or the value is not a finite number.
 * @example
 * rangeSetting('threads', { min: 8, max: 200, step: 8, value: 48 });
 */
export function rangeSetting(name: string, { pinned = false, value, ...rest }: RangeOptions): RangeSetting {
  for (const field of ['min', 'max', 'step'] as const)
    if (!Number.isFinite(rest[field])) throw settingInvalid(name, `a number as ${field}`, rest[field]);
  const setting: RangeSetting = { type: 'range', name, pinned, ...rest };
  const accepted = acceptedValue(setting, value);
  return typeof accepted === 'number' ? { ...setting, value: accepted } : setting;
}
