import { expect, test } from 'vitest';
import { hdrPlot, textPlot } from './latency-plots.js';
import { LatencyHistogram } from './window/latency-histogram.js';

function histogramOf(milliseconds: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of milliseconds) histogram.add(value * 1e6);
  return histogram;
}

test('textPlot() draws every value in one of its bars', () => {
  const [title, ...lines] = textPlot(histogramOf([1, 1, 1, 2, 50, 1_000]), 80);
  expect(title).toBe('Latencies');
  expect(lines).toHaveLength(20);
  const counts = lines.map((line) => Number(/ms +(\d+)/.exec(line)?.[1]));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
  expect([counts[0], counts.at(-1)]).toEqual([3, 1]);
  expect(lines[0]).toContain('█'.repeat(40));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('textPlot() draws one bar for one value', () => {
  expect(textPlot(histogramOf([5, 5]), 80)).toHaveLength(2);
  expect(textPlot(histogramOf([]), 80)).toEqual([]);
});

test('hdrPlot() ascends to the largest value', () => {
  const [head, ...rows] = hdrPlot(histogramOf(Array.from({ length: 1_000 }, (_, index) => index + 1)));
  expect(head).toMatch(/^Value\(ms\) +Percentile +TotalCount +1\/\(1-Percentile\)$/);
  const cells = rows.map((row) => row.split(/ +/).map(Number));
  const [values, shares, counts] = [0, 1, 2].map((column) => cells.map((row) => row[column] ?? Number.NaN));
  for (const numbers of [values, shares, counts]) expect(numbers).toEqual(numbers?.toSorted((a, b) => a - b));
  expect([values?.[0], values?.at(-1), counts?.at(-1)]).toEqual([1, 1_000, 1_000]);
  expect(values?.[shares?.indexOf(0.5) ?? -1]).toBeCloseTo(500, -1);
});

test('hdrPlot() has the percentiles of vegeta itself, five to each halving of what is left', () => {
  const [, ...rows] = hdrPlot(histogramOf([1, 2, 3, 4]));
  const shares = rows.map((row) => Number(row.split(/ +/)[1]));
  expect(shares.slice(0, 12)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.775]);
});
