import type { EnumSetting, RangeSetting } from '@servo/core';

/** Makes a range setting: `workers`, 1 to 8 in steps of 1, now 4. */
export function sampleRange(overrides: Partial<RangeSetting> = {}): RangeSetting {
  return { type: 'range', name: 'workers', min: 1, max: 8, step: 1, value: 4, pinned: false, ...overrides };
}

/** Makes an enum setting: `level`, one of `low`, `medium`, `high`, now `medium`. */
export function sampleEnum(overrides: Partial<EnumSetting> = {}): EnumSetting {
  return {
    type: 'enum',
    name: 'level',
    values: ['low', 'medium', 'high'],
    value: 'medium',
    pinned: false,
    ...overrides,
  };
}
