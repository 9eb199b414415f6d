import { expect, test } from 'vitest';
import { measureMetric } from './measure-metric.js';
import { PrometheusConfig } from './prometheus-config.js';
import type { Point, Series } from './series.js';
import { expandMetric } from './shorthand/expand-metric.js';

const step = 15_000;
const line = (points: number, from = 0): readonly Point[] =>
  Array.from({ length: points }, (_, index) => [(from + index) * step, index]);

/** Measures over so many steps with a server that answers so, chunk by chunk. */
function measured(steps: number, ...answers: readonly (readonly Series[])[]) {
  const [metric] = PrometheusConfig.parse({ metrics: [{ name: 'm', query: 'a', step: '15s' }] }).metrics;
  if (!metric) throw new TypeError('Expected a metric');
  const left = [...answers];
  const end = steps * step;
  const client = {
    queryRange: () => Promise.resolve({ series: left.shift() ?? [], warnings: ['of a range'] }),
    query: () =>
      Promise.resolve({ series: [{ labels: {}, points: [[end, end / 1_000]] as const }], warnings: ['of now'] }),
  };
  const { signal } = new AbortController();
  return measureMetric(expandMetric(metric, step), { client, config: {}, start: 0, end, signal });
}

/** How often others have a turn until the work is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  const watch = setInterval(() => turns++, 0);
  await work;
  clearInterval(watch);
  return turns;
}

test('measureMetric() lets others have their turn while there are many points', async () => {
  const points = line(10_000);
  const series = Array.from({ length: 60 }, (_, index): Series => ({ labels: { instance: String(index) }, points }));
  const measuring = measured(9_999, series);
  expect(await turnsDuring(measuring)).toBeGreaterThanOrEqual(8);
  expect((await measuring).readings).toHaveLength(60);
});

test('measureMetric() puts the parts of series together, and passes on once what is said', async () => {
  const part = (job: string, from: number): Series => ({ labels: { job }, points: line(11_000, from) });
  const { readings, warnings } = await measured(
    21_999,
    [part('a', 0), part('b', 0)],
    [part('b', 11_000), part('a', 11_000)],
  );
  expect(readings).toMatchObject([
    { id: '{job="a"}', points: { length: 22_000 } },
    { id: '{job="b"}', points: { length: 22_000 } },
  ]);
  expect(warnings).toEqual(['of a range', 'of now']);
});
