import { ConfigurationError, type Description } from '@servo/core';
import type { EmbeddedOptimizerConfig, Settings } from '@servo/core/wire';
import { type Price, type SettingCost, settingCost } from './setting-cost.js';
import { type SettingPlace, settingPlaces } from './setting-place.js';

interface Part extends SettingPlace {
  readonly cost: SettingCost;
}

const aliases: Readonly<Record<string, string>> = { memory: 'mem' };
const MULTIPLIER = 'replicas';

/** What configurations cost per month: the priced settings of each component, times its replicas. */
export class PriceList {
  /** Settings that cost nothing because nobody gave them a price. */
  readonly free: readonly string[];
  /** Prices that name no setting. */
  readonly unknown: readonly string[];
  readonly #parts: readonly Part[];
  readonly #multipliers: ReadonlyMap<string, string>;

  /** @throws {@link ConfigurationError} `PRICE_INVALID` when a price does not fit its setting. */
  constructor(prices: EmbeddedOptimizerConfig['prices'], description: Pick<Description, 'components'>) {
    const places = settingPlaces(description);
    const found = places.map((place) => ({ place, key: keyFor(prices, place) }));
    const used = new Set(found.map(({ key }) => key));
    this.#parts = parts(prices, found);
    this.#multipliers = new Map(
      places.filter(({ setting }) => setting.name === MULTIPLIER).map(({ component, path }) => [component, path]),
    );
    this.unknown = Object.keys(prices).filter((key) => !used.has(key));
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
  const { component, setting, path } = place;
  const keys = Object.keys(prices);
  return (
    keys.find((key) => key === path) ??
    keys.find((key) => key.startsWith(`${component}.`) && named(key.slice(component.length + 1), setting.name)) ??
    keys.find((key) => named(key, setting.name))
  );
}

function named(key: string, name: string): boolean {
  return key === name || aliases[key] === name;
}
