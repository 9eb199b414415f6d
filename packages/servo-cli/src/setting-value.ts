import { convertUnit, type Setting, type SettingValue } from '@servo/core';

/** How Kubernetes writes units that have another symbol here. */
const written: Readonly<Record<string, string>> = { Ki: 'KiB', Mi: 'MiB', Gi: 'GiB', B: 'bytes', core: 'cores' };

/**
 * Reads a value as somebody types it: a number in the unit of the setting, or with a unit that can be converted into it.
 * What is no such number stays text, and the setting says what it expected.
 *
 * @example
 * settingValue(memorySetting({ min: 0.25, max: 4, step: 0.25 }), '512Mi'); // 0.5, as its unit is GiB
 */
export function settingValue(setting: Setting | undefined, text: string): SettingValue {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (setting?.type !== 'range') return setting?.values.some((each) => each === number) ? number : text;
  return Number.isFinite(number) ? number : (converted(text, setting.unit) ?? text);
}

function converted(text: string, wanted = ''): number | undefined {
  const [, number, symbol = ''] = /^\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*([A-Za-z%]+)\s*$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const isCpu = convertUnit(1, 'cores', wanted) !== undefined;
  const unit = symbol === 'm' && isCpu ? 'millicores' : (written[symbol] ?? symbol);
  return convertUnit(Number(number), unit, wanted);
}
