import { parseDecimal, timesWhole } from './decimal.js';

const nano = 1_000_000_000n;
const pattern = /^([+-]?[\d.]+(?:[eE][+-]?\d{1,3})?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
/** How many billionths one unit is. */
const factors: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  '': nano,
  k: nano * 10n ** 3n,
  M: nano * 10n ** 6n,
  G: nano * 10n ** 9n,
  T: nano * 10n ** 12n,
  P: nano * 10n ** 15n,
  E: nano * 10n ** 18n,
  Ki: nano * 2n ** 10n,
  Mi: nano * 2n ** 20n,
  Gi: nano * 2n ** 30n,
  Ti: nano * 2n ** 40n,
  Pi: nano * 2n ** 50n,
  Ei: nano * 2n ** 60n,
};

/**
 * Reads a quantity as the API server writes it (`250m`, `1.5`, `512Mi`, `129e6`) and returns it in billionths, exactly;
 * `undefined` when the text is none.
 */
export function parseQuantity(text: string): bigint | undefined {
  const [, number = '', suffix = ''] = pattern.exec(text) ?? [];
  const decimal = parseDecimal(number);
  const factor = factors[suffix];
  return decimal && factor !== undefined ? timesWhole(decimal, factor) : undefined;
}

/** Returns a quantity of the API server as a number: cores, or bytes. */
export function quantityNumber(text: string): number | undefined {
  const billionths = parseQuantity(text);
  return billionths === undefined ? undefined : Number(`${billionths}e-9`);
}
