import { bareQuery } from './bare-query.js';
import { nameMatches } from './name-matches.js';

/** Matchers in braces, behind a name or alone. */
const matchers = /\{[^}]*\}/g;

/**
 * Returns what a query selects samples by, each once: names of metrics with the matchers behind them, and matchers alone.
 * There may be a word too many, of which a server has no series.
 *
 * @example
 * selectorsInQuery('sum(rate(a_total{code="500"}[1m])) / b'); // ['a_total{code="500"}', 'b']
 */
export function selectorsInQuery(query: string): readonly string[] {
  const bare = bareQuery(query);
  const braces = [...bare.matchAll(matchers)];
  const named = nameMatches(bare).map(({ 0: name, index }) => {
    const behind = braces.findIndex(
      (each) => each.index >= index + name.length && isBlank(bare, index + name.length, each.index),
    );
    const [own] = behind < 0 ? [] : braces.splice(behind, 1);
    return query.slice(index, own ? own.index + own[0].length : index + name.length);
  });
  const alone = braces.map(({ 0: text, index }) => query.slice(index, index + text.length));
  return [...new Set([...named, ...alone])];
}

function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === '';
}
