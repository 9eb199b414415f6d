import { enumSetting, rangeSetting, type Setting, type SettingValue } from '@servo/core';
import type { ProcessConfig } from './process-config.js';
import type { SettingConfig } from './setting-config.js';

/** Values by the names of settings. */
export type SettingValues = Readonly<Record<string, SettingValue>>;

/** Returns the settings as they stand in the configuration, with its values. */
export function configuredSettings({ settings }: Pick<ProcessConfig, 'settings'>): readonly Setting[] {
  return Object.entries(settings).map(([name, config]) => settingOf(name, config));
}

/** Returns the values of settings by name. */
export function valuesOf(settings: readonly Setting[]): SettingValues {
  return Object.fromEntries(settings.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function settingOf(
  name: string,
  { min = 0, max = 0, step = 0, values, value, unit, pinned, env }: SettingConfig,
): Setting {
  const shared = { pinned, ...(unit !== undefined && { unit }), ...(env !== undefined && { literal: env }) };
  if (values) return enumSetting(name, { ...shared, values, value });
  return rangeSetting(name, { ...shared, min, max, step: min === max ? 0 : step, value: Number(value) }); // the schema asks for bounds and a number
}
