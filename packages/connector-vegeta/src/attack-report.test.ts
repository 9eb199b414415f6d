import type { TimeSeries } from '@servo/core';
import { expect, test } from 'vitest';
import { sampleJob } from '../test/sample-job.js';
import { sampleResults } from '../test/sample-result.js';
import { attackReport, type AttackReportOptions } from './attack-report.js';
import { AttackTally } from './attack-tally.js';
import type { AttackResult } from './raw/attack-result.js';
import type { LoadValues } from './window/load-values.js';

function report(change?: (seq: number) => Partial<AttackResult>, options: Partial<AttackReportOptions> = {}) {
  const job = sampleJob({ reportingInterval: '2s' });
  const tally = new AttackTally(job);
  for (const result of sampleResults(200, change)) tally.add(result, job.plan.main);
  return attackReport(tally, job, { plot: undefined, columns: 80, ...options });
}

test.each<[what: string, change: (seq: number) => Partial<AttackResult>]>([
  ['all are answered', () => ({})],
  ['some are not', (seq) => (seq % 3 ? {} : { code: 0, latency: 200_000, error: 'EOF' })],
  ['none is', () => ({ code: 0, latency: 200_000, error: 'EOF' })],
])('attackReport() has the same values and readings when %s', (_, change) => {
  const { facts, lines } = report(change);
  const { values, readings } = facts as { values: LoadValues; readings: readonly TimeSeries[] }; // as it makes them
  expect(Object.fromEntries(readings.map(({ metric, points }) => [metric.name, points[0]?.[1]]))).toEqual(values);
  expect(lines.join('\n')).toContain(`latency_mean   ${(values['latency_mean'] ?? 0).toFixed(2).padStart(12)} ms`);
});

test('attackReport() writes nothing but the percentiles for a plotter, which can then read a file of it', () => {
  const { lines } = report(undefined, { plot: 'hdr' });
  expect(lines[0]).toMatch(/^Value\(ms\)/);
  expect(lines.slice(1).every((line) => /^[\d.]+ +[\d.]+ +\d+ +(?:[\d.]+|inf)$/.test(line))).toBe(true);
});

test.each(['text', 'hdr'])('attackReport() has a plot of the kind %s in its document, too', (plot) => {
  const { facts, lines } = report(undefined, { plot });
  const { plot: drawn } = facts as { plot: readonly string[] }; // as it makes it
  expect(drawn.length).toBeGreaterThan(1);
  expect(lines.slice(-drawn.length)).toEqual(drawn);
  expect(report().facts).not.toHaveProperty('plot');
});
