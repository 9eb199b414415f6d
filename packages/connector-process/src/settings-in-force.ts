import { type Setting, settingRejection, withValue } from '@servo/core';
import { valuesOf } from './configured-settings.js';
import type { StoredSettings } from './settings-file.js';

/** The settings with which the program runs or will run, and what is worth telling about where they come from. */
export interface SettingsInForce {
  readonly settings: readonly Setting[];
  readonly notes: readonly string[];
}

/**
 * Decides between the configuration and what was stored: the stored value holds, unless the configured one was edited
 * since, or the configuration no longer allows what was stored.
 *
 * @param component its name in the configuration; what was stored for another one does not count.
 */
export function settingsInForce(
  component: string,
  configured: readonly Setting[],
  stored: StoredSettings | undefined,
): SettingsInForce {
  if (!stored) return { settings: configured, notes: [] };
  if (stored.component !== component)
    return { settings: configured, notes: [`The stored settings belong to "${stored.component}" and are not used`] };
  const notes: string[] = [];
  if (stored.pending) {
    const tried = Object.entries(stored.pending).filter(([name, value]) => stored.settings[name] !== value);
    const text = tried.map(([name, value]) => `${name}=${value}`).join(', ');
    notes.push(`The adjustment to ${text} was interrupted; the settings before it are in force`);
  }
  const settings = configured.map((setting) => {
    const { value, note } = choose(setting, stored);
    if (note) notes.push(note);
    return value === undefined ? setting : withValue(setting, value);
  });
  return { settings, notes };
}

function choose(
  setting: Setting,
  { settings, configured }: StoredSettings,
): { value?: string | number; note?: string } {
  const { name } = setting;
  const value = settings[name];
  if (setting.pinned || value === undefined || value === setting.value) return {};
  if (configured[name] !== setting.value)
    return { note: `${name} begins at ${setting.value}, since servo.yaml was edited; ${value} was in force before` };
  const rejection = settingRejection(setting, value);
  return rejection ? { note: `${name} begins at ${setting.value}: ${rejection}` } : { value };
}

/** Returns what is to be stored for settings in force. */
export function storedSettings(
  component: string,
  configured: readonly Setting[],
  values: Pick<StoredSettings, 'settings' | 'pending'>,
): StoredSettings {
  return { component, configured: valuesOf(configured), ...values };
}
