import { expect, test } from 'vitest';
import { PrometheusConfig } from '../prometheus-config.js';
import { sourcesOf } from './sources-of.js';

test.each<[object, readonly string[]]>([
  [{ query: 'sum(a{job="x"}) / b' }, ['a{job="x"}', 'b']],
  [{ query: 'a / a offset 1w' }, []],
  [{ query: 'a @ end()' }, []],
  [{ query: 'sum(a) or vector(0)' }, []],
  [{ query: 'absent_over_time(a[5m])' }, []],
  [{ query: 'time() - max(timestamp(a))' }, []],
  [{ query: 'a{path="offset", user="x@y"}' }, ['a{path="offset", user="x@y"}']],
  [{ rate: { of: 'a', where: { job: 'x' } } }, ['a{job="x"}']],
  [{ errorRatio: { of: 'a', errors: 'b' } }, ['a']],
  [{ quantile: { of: 'h', q: 0.9, where: { job: 'x' } } }, ['h_bucket{job="x"}', 'h{job="x"}']],
])('sourcesOf() %j', (metric, sources) => {
  const [configured] = PrometheusConfig.parse({ metrics: [{ name: 'm', ...metric }] }).metrics;
  expect(configured && sourcesOf(configured)).toEqual(sources);
});
