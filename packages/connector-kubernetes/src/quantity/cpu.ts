import { formatDecimal } from './decimal.js';
import { parseQuantity } from './quantity.js';

const units = [
  [0, ''],
  [3, 'm'],
  [6, 'u'],
  [9, 'n'],
] as const;

/** Reads cores (`0.5`, `"500m"`, `"2"`); `undefined` when it is no amount of processor. */
export function parseCores(value: string | number): number | undefined {
  const text = String(value);
  const billionths = /^[\d.]+(?:e-?\d+)?[num]?$/.test(text) ? parseQuantity(text) : undefined;
  return billionths === undefined ? undefined : Number(`${billionths}e-9`);
}

/** Writes cores as a person would: `250m`, `2.5`, `4`, `100u`. */
export function formatCores(cores: number): string {
  const billionths = parseQuantity(String(cores)) ?? 0n;
  if (billionths === 0n) return '0';
  const size = billionths.toString().length - 10; // the power of ten of its first digit
  const [digits, suffix] = units.find(([power]) => size + power >= 0) ?? units[3];
  return formatDecimal(billionths, 9 - digits) + suffix;
}

/** Whether Kubernetes can give this amount: it counts thousandths of a core. */
export function isWholeMillicores(cores: number): boolean {
  return (parseQuantity(String(cores)) ?? 1n) % 1_000_000n === 0n;
}
