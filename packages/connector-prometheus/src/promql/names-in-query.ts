import { bareQuery } from './bare-query.js';
import { nameMatches } from './name-matches.js';

/**
 * Returns what may be names of metrics in a query. It is read by its tokens alone, so that there may be a word too many, of
 * which a server has no series; a name that stands in a matcher (`{__name__="x"}`) is missed.
 *
 * @example
 * namesInQuery('sum by (job) (rate(a_total{code="500"}[1m])) / b'); // ['a_total', 'b']
 */
export function namesInQuery(query: string): readonly string[] {
  return [...new Set(nameMatches(bareQuery(query)).map(([name]) => name))];
}
