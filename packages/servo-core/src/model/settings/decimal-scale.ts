/** Numbers as whole multiples of one power of ten, so that sums and remainders of them are exact. */
export interface DecimalScale {
  toUnits(value: number): bigint;
  toNumber(units: bigint): number;
}

/**
 * Makes the coarsest scale on which all of `numbers`, which must be finite, are whole. Each counts as its shortest text
 * says: 0.1 is a tenth, not 0.1000000000000000055. Internal: not covered by semver.
 */
export function decimalScale(...numbers: readonly number[]): DecimalScale {
  const decimals = Math.max(0, ...numbers.map((number) => -digitsOf(number).exponent));
  return {
    toUnits: (value) => {
      const { digits, exponent } = digitsOf(value);
      return digits * 10n ** BigInt(exponent + decimals);
    },
    toNumber: (units) => Number(`${units}e-${decimals}`),
  };
}

/** Reads `-1.25e-3` as -125 times ten to the power of -5. */
function digitsOf(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
