import type { Setting } from './setting.js';

/**
 * Writes a setting without its name and value: `RangeSetting(range=[0..10], step=1, unit=cores)`, or
 * `EnumSetting(values=[g1, zgc])`.
 */
export function settingSummary(setting: Setting): string {
  const unit = setting.unit ? `, unit=${setting.unit}` : '';
  return setting.type === 'range'
    ? `RangeSetting(range=[${setting.min}..${setting.max}], step=${setting.step}${unit})`
    : `EnumSetting(values=[${setting.values.join(', ')}]${unit})`;
}
