import { acceptedValue } from './accepted-value.js';
import type { EnumSetting } from './setting.js';
import { settingInvalid } from './setting-invalid.js';

/** What {@link enumSetting} takes. */
export type EnumOptions = Omit<EnumSetting, 'type' | 'name' | 'pinned'> & { readonly pinned?: boolean | undefined };

/**
 * Declares a choice between values that have no order. Numbers stay numbers: `1` and `'1'` are two options.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when there is no option, one is neither text nor a number, or the value is
 * none of them.
 * @example
 * enumSetting('gc', { values: ['g1', 'zgc'], value: 'g1' });
 */
export function enumSetting(name: string, { pinned = false, value, ...rest }: EnumOptions): EnumSetting {
  const { values } = rest;
  if (!Array.isArray(values) || values.length === 0) throw settingInvalid(name, 'a list of at least one value', values);
  for (const each of values)
    if (typeof each !== 'string' && !Number.isFinite(each))
      throw settingInvalid(name, 'text or a number as each of its values', each);
  const setting: EnumSetting = { type: 'enum', name, pinned, ...rest };
  const accepted = acceptedValue(setting, value);
  return accepted === undefined ? setting : { ...setting, value: accepted };
}
