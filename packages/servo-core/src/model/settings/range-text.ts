import type { RangeSetting } from './setting.js';

/** Names a range with its bounds: `cpu (range 0.25-4, step 0.125)`. Internal: not covered by semver. */
export function rangeText({ name, min, max, step }: RangeSetting): string {
  return `${name} (range ${min}-${max}, step ${step})`;
}
