import { expect, test } from 'vitest';
import { namesInQuery } from './names-in-query.js';

test.each<[string, readonly string[]]>([
  ['up', ['up']],
  ['rate(requests_total[1m])', ['requests_total']],
  ['sum by (job) (rate(a_total{code="500"}[1m])) / on (job) group_left (team) job:b:sum', ['a_total', 'job:b:sum']],
  ['histogram_quantile(0.9, sum(rate(x_bucket[5m] offset 10m)) by (le))', ['x_bucket']],
  ['a and on(job) b unless ignoring (code) c or vector(1e3) > bool +Inf', ['a', 'b', 'c']],
  ['a{path="b { c"} # don\'t look at d\n + e', ['a', 'e']],
  ['label_replace(a, "b", "$1", \'c\', "`d`") + a', ['a']],
  ['max_over_time(rate(a[1m])[10m:30s]) * 60 @ end()', ['a']],
  ['{__name__=~"a|b"}', []],
])('namesInQuery() finds the metrics of %s', (query, names) => {
  expect(namesInQuery(query)).toEqual(names);
});
