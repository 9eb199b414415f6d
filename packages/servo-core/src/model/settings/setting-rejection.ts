import { quoteValue } from './quote-value.js';
import { isOnStep, nearestStep } from './range-steps.js';
import type { RangeSetting, Setting, SettingValue } from './setting.js';

/**
 * Says why a value must not be applied, in one sentence; `undefined` when it may be: it is of the setting's kind, within
 * the bounds and on the steps, or one of the options. A pinned setting takes its present value only.
 *
 * @example
 * settingRejection(cpuSetting({ min: 0.25, max: 4 }), 8); // 'Expected cpu between 0.25 and 4, got 8'
 */
export function settingRejection(setting: Setting, value: SettingValue): string | undefined {
  const { name, pinned, value: present } = setting;
  if (pinned)
    return value === present ? undefined : `Expected ${name} to stay ${stateOf(present)}, got ${quoteValue(value)}`;
  if (setting.type === 'range') return rangeRejection(setting, value);
  if (setting.values.includes(value)) return undefined;
  return `Expected ${name} to be one of ${setting.values.map(quoteValue).join(', ')}, got ${quoteValue(value)}`;
}

function rangeRejection(setting: RangeSetting, value: SettingValue): string | undefined {
  const { name, min, max, step } = setting;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return `Expected ${name} to be a number${setting.unit ? ` of ${setting.unit}` : ''}, got ${quoteValue(value)}`;
  if (isOnStep(setting, value)) return undefined;
  if (value < min || value > max) return `Expected ${name} between ${min} and ${max}, got ${value}`;
  const nearest = nearestStep(setting, value);
  return `Expected ${name} in steps of ${step} from ${min}, got ${value}; the nearest is ${nearest}`;
}

function stateOf(present: SettingValue | undefined): string {
  return present === undefined ? 'as it is because it is pinned' : `at ${quoteValue(present)} because it is pinned`;
}
