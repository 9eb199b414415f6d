const [plus, minus, point, zero, nine] = [0x2b, 0x2d, 0x2e, 0x30, 0x39]; // as bytes
const mostDigits = 15; // which a double holds exactly, whatever they are
const powers = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads a number as Prometheus writes it from a part of some bytes: decimal, with an exponent, `NaN`, `+Inf` or `-Inf`.
 * What is no number is `NaN`.
 */
export function decimal(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from];
  const signed = first === minus || first === plus;
  let [mantissa, digits, behind, whole] = [0, 0, 0, true];
  for (let at = signed ? from + 1 : from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= zero && byte <= nine && digits < mostDigits) {
      mantissa = mantissa * 10 + (byte - zero);
      digits++;
      if (!whole) behind++;
    } else if (byte === point && whole) whole = false;
    else return rare(bytes.toString('latin1', from, to));
  }
  if (digits === 0) return Number.NaN;
  const value = behind === 0 ? mantissa : mantissa / (powers[behind] ?? 1); // of two exact numbers: rounded once, and right
  return first === minus ? -value : value;
}

function rare(text: string): number {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return text.trim() === '' ? Number.NaN : Number(text);
}
