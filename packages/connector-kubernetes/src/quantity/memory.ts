import { formatDecimal, parseDecimal, timesWhole } from './decimal.js';
import { parseQuantity } from './quantity.js';

const gibibyte = 2n ** 30n;
const smallest = 2n ** 20n; // no workload runs with less, so a smaller number without a unit is a mistake
const pattern = /^([\d.]+)\s*([kKMGTPE]?i?)(B?)$/;
const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/**
 * Reads memory as bytes: `512Mi`, `0.25 GiB`, `3G`; a decimal without a unit counts GiB (`0.5`), a whole number bytes.
 * `undefined` when it is no amount of memory, and for a whole number that would be less than 1 MiB.
 */
export function parseBytes(value: string | number): bigint | undefined {
  const text = String(value).trim();
  if (/^\d*\.\d+$/.test(text)) return inGibibytes(text);
  if (/^\d+$/.test(text)) return BigInt(text) >= smallest ? BigInt(text) : undefined;
  const [, number = '', prefix = '', byte = ''] = pattern.exec(text) ?? [];
  if (prefix === 'i' || prefix + byte === '') return undefined;
  const billionths = parseQuantity(number + (prefix === 'K' ? 'k' : prefix === 'ki' ? 'Ki' : prefix));
  return billionths === undefined ? undefined : billionths / 1_000_000_000n;
}

/** Converts GiB, as settings have them, into bytes. */
export function bytesOf(gibibytes: number): bigint {
  return inGibibytes(String(gibibytes)) ?? 0n;
}

/** Converts bytes into GiB, as settings have them. */
export function gibibytesOf(bytes: bigint): number {
  return Number(bytes) / Number(gibibyte);
}

/** Writes bytes exactly, in the largest binary unit that is not above them: `512Mi`, `1.5Gi`, `1000B`. */
export function formatBytes(bytes: bigint): string {
  const power = powerOf(bytes);
  if (power === 0) return `${bytes}B`;
  const scale = power * 10; // a division by 2^n has n decimals at most
  return formatDecimal((bytes * 10n ** BigInt(scale)) >> BigInt(scale), scale) + suffixes[power];
}

/** Writes bytes as the API server takes them: whole, in the largest unit that has no fraction. */
export function memoryQuantity(bytes: bigint): string {
  const power = suffixes.findLastIndex((_, index) => bytes % 2n ** BigInt(index * 10) === 0n && bytes > 0n);
  return power > 0 ? `${bytes >> BigInt(power * 10)}${suffixes[power]}` : `${bytes}`;
}

function inGibibytes(text: string): bigint | undefined {
  const decimal = parseDecimal(text);
  return decimal && timesWhole(decimal, gibibyte);
}

function powerOf(bytes: bigint): number {
  return Math.max(
    suffixes.findLastIndex((_, index) => bytes >= 2n ** BigInt(index * 10)),
    0,
  );
}
