import { expect, test } from 'vitest';
import { sampleResults } from '../../test/sample-result.js';
import { RecentLoad } from './recent-load.js';

/** Closes a second for each of the latencies, in milliseconds, with so many requests in it. */
function afterSeconds(latencies: readonly number[], perSecond: number) {
  const recent = new RecentLoad(2_000);
  return latencies
    .map((latency) => {
      for (const result of sampleResults(perSecond)) recent.open.add({ ...result, latency: latency * 1e6 });
      return recent.close(1_000);
    })
    .at(-1);
}

test('RecentLoad looks back as far as it is told', () => {
  expect(afterSeconds([90, 10, 20], 1_000)).toMatchObject({ latency_min: 10, latency_max: 20, throughput: 60_000 });
});

test('RecentLoad looks back further for enough requests', () => {
  expect(afterSeconds([90, 10, 10, 10, 10, 20], 100)).toMatchObject({ latency_max: 20, throughput: 6_000 });
  expect(afterSeconds([90, 10, 10, 10, 20], 100)).toMatchObject({ latency_max: 90 });
});

test('RecentLoad has no values while there are no results', () => {
  expect(afterSeconds([10, 20], 0)).toEqual({});
});
