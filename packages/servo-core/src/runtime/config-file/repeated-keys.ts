import { isScalar, type LineCounter, type Pair } from 'yaml';
import type { ConfigurationProblem } from '../../errors/configuration-error.js';

/** Finds the keys of a mapping that stand there for the second time, and says where they stood before. */
export function repeatedKeys(
  items: readonly Pair[],
  lines: LineCounter,
): readonly (ConfigurationProblem & { readonly offset: number; readonly keyEnd: number })[] {
  const first = new Map<string, number>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value === 'symbol') return []; // a symbol marks `<<`, which may be repeated
    const name = String(key.value);
    const [offset = 0, keyEnd = 0] = key.range ?? [];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, offset);
      return [];
    }
    const { line } = lines.linePos(earlier);
    return [
      { offset, keyEnd, message: `the key "${name}" stands in line ${line} already`, hint: 'keep one of the two' },
    ];
  });
}
