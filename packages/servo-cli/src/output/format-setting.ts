import type { Setting } from '@servo/core';

/** Writes a setting's value, and what else it may be: `4 cores`, `1 to 8 in steps of 1`. */
export function formatSetting(setting: Setting): readonly [value: string, range: string] {
  const unit = setting.unit ? ` ${setting.unit}` : '';
  const value = setting.value === undefined ? '-' : `${setting.value}${unit}`;
  const range =
    setting.type === 'range'
      ? `${setting.min} to ${setting.max} in steps of ${setting.step}`
      : setting.values.join(', ');
  return [value, setting.pinned ? `${range} (pinned)` : range];
}
