import { acceptedValue } from './accepted-value.js';
import { quoteValue } from './quote-value.js';
import type { Setting, SettingValue } from './setting.js';
import { settingInvalid } from './setting-invalid.js';

/**
 * Returns the setting with another present value; `undefined` stands for a value that is not known.
 *
 * A number outside the bounds or off the steps is accepted, since it may well be what runs; {@link settingProblems}
 * names it, and {@link settingRejection} says whether a value may be applied.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when the value is of another kind, is none of the options, or differs from
 * that of a pinned setting.
 * @example
 * withValue(cpuSetting({ min: 0.25, max: 4 }), 1.5).value; // 1.5
 */
export function withValue<S extends Setting>(setting: S, value: SettingValue | undefined): S {
  const { name, pinned, value: present } = setting;
  const wanted = acceptedValue(setting, value);
  if (pinned && present !== undefined && wanted !== present)
    throw settingInvalid(name, `the pinned value ${quoteValue(present)}`, value);
  return { ...setting, value: wanted };
}
