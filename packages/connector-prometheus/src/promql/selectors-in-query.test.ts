import { expect, test } from 'vitest';
import { selectorsInQuery } from './selectors-in-query.js';

test.each<[string, readonly string[]]>([
  ['up', ['up']],
  ['sum(rate(a_total{code="500"}[1m])) / b', ['a_total{code="500"}', 'b']],
  ['a{path="x{y}", job=\'s\'} + b {job="t"} + a{path="x{y}", job=\'s\'}', ['a{path="x{y}", job=\'s\'}', 'b {job="t"}']],
  ['{__name__=~"a|b"} + c', ['c', '{__name__=~"a|b"}']],
  ['sum by (job) (a # of {x="y"}\n{z="1"})', ['a # of {x="y"}\n{z="1"}']],
  ['histogram_quantile(0.9, sum(rate(x_bucket[5m])) by (le))', ['x_bucket']],
  ['vector(1)', []],
])('selectorsInQuery() finds what %s reads', (query, selectors) => {
  expect(selectorsInQuery(query)).toEqual(selectors);
});
