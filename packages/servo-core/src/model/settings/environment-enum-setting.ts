import { type EnumOptions, enumSetting } from './enum-setting.js';
import type { EnumSetting } from './setting.js';

/**
 * Declares a choice that a program reads from an environment variable, by default of the setting's own name.
 *
 * @throws {@link ServoError} `SETTING_INVALID` as {@link enumSetting} does.
 * @example
 * environmentEnumSetting('level', { literal: 'LOG_LEVEL', values: ['info', 'debug'], value: 'info' });
 */
export function environmentEnumSetting(name: string, { literal = name, ...options }: EnumOptions): EnumSetting {
  return enumSetting(name, { ...options, literal });
}
