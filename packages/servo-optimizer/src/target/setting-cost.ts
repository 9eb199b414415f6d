import { type ConfigurationProblem, convertUnit, type SettingValue } from '@servo/core';
import type { EmbeddedOptimizerConfig } from '@servo/core/wire';
import type { SettingPlace } from './setting-place.js';

/** A price as it stands in the configuration. */
export type Price = EmbeddedOptimizerConfig['prices'][string];

/** What a value of one setting costs per month. */
export type SettingCost = (value: SettingValue) => number;

/** Reads what a setting costs, or says why the price does not fit the setting. */
export function settingCost(price: Price, place: SettingPlace): SettingCost | ConfigurationProblem {
  if (typeof price === 'object') return costByValue(price, place);
  const odd = place.setting.type === 'enum' && place.setting.values.find((value) => typeof value === 'string');
  if (odd !== false && odd !== undefined)
    return problem(place, 'a price for each value, as its values are no numbers', `the price ${price} for "${odd}"`);
  if (typeof price === 'number') return (value) => price * Number(value);
  const [amount = '', unit = ''] = price.split(/\s+per\s+/);
  const factor = unitFactor(unit, place);
  if (factor === undefined) {
    const own = place.setting.unit ? `a price per ${place.setting.unit}` : 'a plain number, as it has no unit';
    return problem(place, own, `"${price}"`);
  }
  return (value) => Number(amount) * factor * Number(value);
}

function costByValue(
  prices: Readonly<Record<string, number>>,
  place: SettingPlace,
): SettingCost | ConfigurationProblem {
  const { setting } = place;
  if (setting.type !== 'enum') return problem(place, 'one price, as it is a range', 'a price for each value');
  const missing = setting.values.filter((value) => prices[String(value)] === undefined);
  if (missing.length > 0) return problem(place, 'a price for each value', `none for ${missing.join(', ')}`);
  return (value) => prices[String(value)] ?? 0;
}

/** How many of the price's unit one of the setting's unit is. */
function unitFactor(unit: string, { setting }: SettingPlace): number | undefined {
  const spellings = [unit, `${unit}s`, unit.replace(/s$/, '')];
  if (!setting.unit) return spellings.includes(setting.name) ? 1 : undefined;
  const own = setting.unit;
  return spellings.map((spelling) => convertUnit(1, own, spelling)).find((factor) => factor !== undefined);
}

function problem({ path }: SettingPlace, expected: string, found: string): ConfigurationProblem {
  return { path: 'optimizer.prices', message: `the price of ${path} cannot be used`, expected, found };
}
