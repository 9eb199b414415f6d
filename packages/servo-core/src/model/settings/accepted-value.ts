import { quoteValue } from './quote-value.js';
import type { EnumSetting, RangeSetting, Setting, SettingValue } from './setting.js';
import { settingInvalid } from './setting-invalid.js';

/**
 * Returns a value as the setting keeps it: the text of an environment variable becomes a number. A range is not asked
 * for its bounds, since what runs now may lie outside them. Internal: not covered by semver.
 *
 * @throws {@link ServoError} `SETTING_INVALID` when the value is of another kind, or none of the options.
 */
export function acceptedValue(setting: Setting, value: unknown): SettingValue | undefined {
  if (value === undefined || value === null) return undefined;
  return setting.type === 'enum' ? memberOf(setting, value) : numberOf(setting, value);
}

function memberOf({ name, values }: EnumSetting, value: unknown): SettingValue {
  const member = values.find((each) => each === value);
  if (member === undefined) throw settingInvalid(name, `one of ${values.map(quoteValue).join(', ')}`, value);
  return member;
}

function numberOf({ name, literal, valueType }: RangeSetting, value: unknown): number {
  const isText = literal !== undefined && typeof value === 'string' && value.trim() !== '';
  const number = isText ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw settingInvalid(name, 'a number', value);
  if (valueType === 'int' && !Number.isInteger(number)) throw settingInvalid(name, 'a whole number', value);
  return number;
}
