import { ConfigurationError, type ConfigurationProblem, type Description } from '@servo/core';
import type { EmbeddedOptimizerConfig, Settings } from '@servo/core/wire';
import { multipliersOf } from './multipliers.js';
import { nearestName } from './nearest-name.js';
import { type Price, type SettingCost, settingCost } from './setting-cost.js';
import { type SettingPlace, settingPlaces } from './setting-place.js';

interface Part extends SettingPlace {
  readonly cost: SettingCost;
}

const aliases: Readonly<Record<string, string>> = { memory: 'mem' };
/** What several servos may have one price list for, whether or not each has such a setting. */
const kinds: readonly string[] = ['cpu', 'gpu', 'mem', 'memory', 'replicas', 'inst_type'];

/** What configurations cost per month: the priced settings of each component, times the replicas that it has or shares. */
export class PriceList {
  /** Settings that cost nothing because nobody gave them a price. */
  readonly free: readonly string[];
  /** Prices of kinds of settings that there are none of. */
  readonly unknown: readonly string[];
  /** Components that have a price and no replicas, where others have some: each counts once. */
  readonly single: readonly string[];
  readonly #parts: readonly Part[];
  readonly #multipliers: ReadonlyMap<string, string>;

  /**
   * @throws {@link ConfigurationError} `PRICE_UNKNOWN` when a price names no setting, `PRICE_INVALID` when it does not fit
   * its setting.
   */
  constructor(prices: EmbeddedOptimizerConfig['prices'], description: Pick<Description, 'components'>) {
    const places = settingPlaces(description);
    const found = places.map((place) => ({ place, key: keyFor(prices, place) }));
    const nameless = Object.keys(prices).filter((key) => !places.some((place) => names(key, place)));
    this.unknown = nameless.filter((key) => kinds.includes(key));
    const wrong = nameless.filter((key) => !kinds.includes(key));
    if (wrong.length > 0)
      throw new ConfigurationError(
        wrong.map((key) => unknownSetting(key, places)),
        { code: 'PRICE_UNKNOWN' },
      );
    this.#parts = parts(prices, found);
    this.#multipliers = multipliersOf(places);
    const once = this.#parts.map(({ component }) => component).filter((name) => !this.#multipliers.has(name));
    this.single = this.#multipliers.size > 0 ? [...new Set(once)] : [];
    const priced = new Set(this.#parts.map(({ path }) => path));
    this.free = places.map(({ path }) => path).filter((path) => !priced.has(path) && !this.#multiplies(path));
  }

  /** Whether nothing has a price. */
  get empty(): boolean {
    return this.#parts.length === 0;
  }

  /** The price of a configuration per month; a setting whose value is not known counts nothing. */
  price(settings: Settings): number {
    let sum = 0;
    for (const { component, path, cost } of this.#parts) {
      const value = settings[path];
      // The price of a replica is multiplied by being a price per replica.
      const times = path === this.#multipliers.get(component) ? 1 : this.#replicas(component, settings);
      if (value !== undefined) sum += cost(value) * times;
    }
    return Number(sum.toPrecision(12)); // decimals that only come from binary arithmetic would show in reports
  }

  #replicas(component: string, settings: Settings): number {
    const path = this.#multipliers.get(component);
    const replicas = path === undefined ? undefined : settings[path];
    return replicas === undefined ? 1 : Number(replicas);
  }

  /** Replicas are not free where something that they multiply has a price. */
  #multiplies(path: string): boolean {
    return this.#parts.some(({ component }) => this.#multipliers.get(component) === path);
  }
}

function parts(
  prices: EmbeddedOptimizerConfig['prices'],
  found: readonly { readonly place: SettingPlace; readonly key: string | undefined }[],
): readonly Part[] {
  const read = found.flatMap(({ place, key }) => {
    const price: Price | undefined = key === undefined ? undefined : prices[key];
    return price === undefined ? [] : [{ place, cost: settingCost(price, place) }];
  });
  const problems = read.flatMap(({ cost }) => (typeof cost === 'function' ? [] : [cost]));
  if (problems.length > 0) throw new ConfigurationError(problems, { code: 'PRICE_INVALID' });
  return read.flatMap(({ place, cost }) => (typeof cost === 'function' ? [{ ...place, cost }] : []));
}

/** The key that prices a setting: the full path before the name of the setting. */
function keyFor(prices: EmbeddedOptimizerConfig['prices'], place: SettingPlace): string | undefined {
  const keys = Object.keys(prices);
  return (
    keys.find((key) => key === place.path) ??
    keys.find((key) => isPathOf(key, place)) ??
    keys.find((key) => named(key, place.setting.name))
  );
}

function names(key: string, place: SettingPlace): boolean {
  return isPathOf(key, place) || named(key, place.setting.name);
}

function isPathOf(key: string, { component, setting }: SettingPlace): boolean {
  return key.startsWith(`${component}.`) && named(key.slice(component.length + 1), setting.name);
}

function named(key: string, name: string): boolean {
  return key === name || aliases[key] === name;
}

function unknownSetting(key: string, places: readonly SettingPlace[]): ConfigurationProblem {
  const paths = places.map(({ path }) => path);
  const nearest = nearestName(key, key.includes('.') ? paths : places.map(({ setting }) => setting.name));
  const there = `the settings are ${paths.join(', ')}`;
  return {
    path: `optimizer.prices[${key}]`,
    message: `no setting is called "${key}"`,
    hint: nearest === undefined ? there : `did you mean "${nearest}"? ${there}`,
  };
}
