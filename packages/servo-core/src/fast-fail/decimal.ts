/**
 * Rounds to the 15 digits that a double carries for certain, so that equal decimals are equal, however they were
 * computed: 0.1 × 3 is 0.3.
 */
export function toDecimal(value: number): number {
  return Number(value.toPrecision(15));
}

/** Writes a number as a person would, without an exponent. */
export function formatDecimal(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 });
}
