/** A decimal number without rounding: `digits` times ten to the power of `-scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Reads `12`, `.5`, `1.25` or `1e3`; `undefined` when the text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = pattern.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Returns the number times `factor`, without its fraction when that is finer than one: nothing is lost above that. */
export function timesWhole({ digits, scale }: Decimal, factor: bigint): bigint {
  const divisor = 10n ** BigInt(scale);
  const product = digits * factor;
  return (product + divisor - 1n) / divisor; // rounded up, as Kubernetes does
}

/** Writes `digits / 10^scale` without zeros at its end. */
export function formatDecimal(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return sign + whole + (fraction && `.${fraction}`);
}
