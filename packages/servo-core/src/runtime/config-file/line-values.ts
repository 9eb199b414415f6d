import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { ConfigPath } from './config-path.js';
import type { TextRange } from './excerpt.js';

/** A single value of a document, and where it stands. */
export interface LineValue extends TextRange {
  readonly path: ConfigPath;
}

/** Finds the single values of a document that stand in a range of its text, or reach into it. */
export function valuesIn(contents: unknown, within: TextRange): readonly LineValue[] {
  const found: LineValue[] = [];
  const walk = (node: unknown, path: ConfigPath): void => {
    const range = rangeOf(node);
    if (!range || range[0] >= within.end || range[1] <= within.start) return;
    if (isMap(node)) for (const pair of reaching(node.items, within)) walk(pair.value, [...path, keyText(pair.key)]);
    else if (isSeq(node))
      for (const [index, item] of node.items.entries()) walk(isPair(item) ? item.value : item, [...path, index]);
    else found.push({ path, start: range[0], end: range[1] });
  };
  walk(contents, []);
  return found;
}

/** The entries of a mapping that a range begins in, and those that follow in it; entries stand in order. */
function reaching(items: readonly Pair[], within: TextRange): readonly Pair[] {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(items[middle]) <= within.start) low = middle + 1;
    else high = middle;
  }
  const first = Math.max(0, low - 1);
  let last = first;
  while (last < items.length && startOf(items[last]) < within.end) last += 1;
  return items.slice(first, last);
}

function startOf(pair: Pair | undefined): number {
  return rangeOf(pair?.key)?.[0] ?? 0;
}

function isPair(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'value' in item && 'key' in item;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

/** Where a node begins, and where its value ends. */
export function rangeOf(node: unknown): readonly [start: number, end: number] | undefined {
  const range = (node as Partial<Node> | null | undefined)?.range; // every node of the library has one
  return range ? [range[0], range[1]] : undefined;
}
