import { expect, test } from 'vitest';
import { lookBackOf, windowOf } from './query-window.js';

test.each([
  ['rate(a[5m]) / rate(b[30s])', 30_000],
  ['max_over_time(rate(a[1m])[10m:15s])', 60_000],
  ['rate(a[ 1h30m ])', 5_400_000],
  ['a', Infinity],
  ['rate(a[$__rate_interval])', Infinity],
  ['rate(a{path=~"/v[0s]", other=\'[1s]\', more=`[1s]`}[5m])', 300_000],
  ['rate(a[5m]) # and not [1s]', 300_000],
])('windowOf() %s is %d ms', (query, window) => {
  expect(windowOf(query)).toBe(window);
});

test('lookBackOf() is the longest range of a query', () => {
  expect(lookBackOf('rate(a[1m]) / rate(b[5m])')).toBe(300_000);
  expect(lookBackOf('up')).toBe(0);
});
