import type { SettingValue } from './settings/setting.js';

/** One setting of one component and the value it is to have. Absolute, so applying it twice does no harm. */
export interface Adjustment {
  readonly component: string;
  readonly setting: string;
  readonly value: SettingValue;
}

/** Makes an adjustment: `adjustment('web', 'cpu', 1.25)`. */
export function adjustment(component: string, setting: string, value: SettingValue): Adjustment {
  return { component, setting, value };
}

/** Writes adjustments as a person would: `web.cpu=1.25, db.mem=4`. */
export function formatAdjustments(adjustments: readonly Adjustment[]): string {
  return adjustments.map(({ component, setting, value }) => `${component}.${setting}=${value}`).join(', ');
}
