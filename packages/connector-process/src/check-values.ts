import { AdjustmentRejectedError, type Setting, settingRejection } from '@servo/core';
import type { SettingValues } from './configured-settings.js';

/**
 * Refuses values that must not be tried. The present and the configured ones always may be, wherever the bounds lie.
 *
 * @throws {@link AdjustmentRejectedError} with the reason `invalid-adjustment`.
 */
export function checkValues(values: SettingValues, present: readonly Setting[], configured: SettingValues): void {
  const problems = Object.entries(values).flatMap(([name, value]) => {
    const setting = present.find((each) => each.name === name);
    if (!setting) return [`Expected one of the settings ${present.map((each) => each.name).join(', ')}, got ${name}`];
    return value === setting.value || value === configured[name] ? [] : (settingRejection(setting, value) ?? []);
  });
  if (problems.length > 0) throw new AdjustmentRejectedError(problems.join('; '), { reason: 'invalid-adjustment' });
}
