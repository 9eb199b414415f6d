import { bareQuery } from '../promql/bare-query.js';
import { selectorsInQuery } from '../promql/selectors-in-query.js';
import type { ConfiguredMetric } from '../prometheus-config.js';
import { selector } from './selector.js';

/** What asks for other samples than those of the moment, or has a value where there are none. */
const others = /\b(?:offset|absent|absent_over_time|vector|time|timestamp|default)\b|@/i;

/** What a metric selects samples by; nothing where that is not known, or where they may be old or missing. */
export function sourcesOf({ query = '', rate, quantile, errorRatio }: ConfiguredMetric): readonly string[] {
  if (quantile) return [`${quantile.of}_bucket`, quantile.of].map((name) => selector(name, quantile.where));
  const counter = rate ?? errorRatio;
  if (counter) return [selector(counter.of, counter.where)];
  return others.test(bareQuery(query)) ? [] : selectorsInQuery(query);
}
