/** Writes a number for people: three significant digits, thousands whole. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** Writes an amount of money per month. */
export function formatPrice(price: number, currency: string): string {
  return `${currency}${price.toFixed(2)}/mo`;
}

/** Writes a fraction in percent: 0.423 is `42 %`. */
export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(fraction < 0.1 && fraction > -0.1 ? 1 : 0)} %`;
}
