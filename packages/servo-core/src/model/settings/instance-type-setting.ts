import { type EnumOptions, enumSetting } from './enum-setting.js';
import type { EnumSetting } from './setting.js';

/**
 * Declares the kind of machine a component runs on: `inst_type`, in the terms of `ec2` unless another unit is given.
 *
 * @throws {@link ServoError} `SETTING_INVALID` as {@link enumSetting} does.
 * @example
 * instanceTypeSetting({ values: ['m7g.large', 'm7g.xlarge'], value: 'm7g.large' });
 */
export function instanceTypeSetting({ unit = 'ec2', ...options }: EnumOptions): EnumSetting {
  return enumSetting('inst_type', { ...options, unit });
}
