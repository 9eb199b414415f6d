import type { Duration } from '@servo/core';

const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** The longest time that Go can hold, in milliseconds: 2^63 ns, which are 292 years. */
export const longestGoDuration = 9_223_372_036_854;

/** Writes a duration as Go reads it, which knows no unit above the hour: `26h`, `1m30.5s`, `0.25ms`. */
export function goDuration({ milliseconds }: Duration): string {
  if (milliseconds < 1_000) return `${milliseconds}ms`;
  let rest = milliseconds;
  let text = '';
  for (const [unit, size] of units) {
    const count = unit === 's' ? Math.round((rest / size) * 1e6) / 1e6 : Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}
