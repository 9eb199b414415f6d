import type { RangeParameter } from './parameter.js';

/** Maps a value of a range onto 0 (its `min`) to 1 (its `max`); values outside the range fall outside 0 to 1. */
export function unitScale(parameter: RangeParameter): (value: number) => number {
  const { min, max } = parameter;
  if (max === min) return (value) => (value === min ? 0 : Math.sign(value - min));
  if (!byRatio(parameter)) return (value) => (value - min) / (max - min);
  const width = Math.log(max / min);
  // A running configuration may lie outside the range, even at zero, where a logarithm has no answer.
  return (value) => Math.log(Math.max(value, min / 16) / min) / width;
}

function byRatio({ min, max, scale }: RangeParameter): boolean {
  if (min <= 0) return false;
  return scale === undefined ? max >= 4 * min : scale === 'log';
}
