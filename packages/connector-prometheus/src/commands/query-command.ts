import { type Connector, type ConnectorCommand, Duration, ServoError } from '@servo/core';
import { queryOf } from '../measure-metric.js';
import type { PrometheusSettings } from '../prometheus-config.js';
import { type Series, seriesId } from '../series.js';
import { expandMetrics } from '../shorthand/expand-metrics.js';
import { clientOf } from './client-of.js';
import { columns } from './columns.js';

const bars = '▁▂▃▄▅▆▇█';
const width = 40; // bars of a line
const points = 200;

/** Asks a query by hand. */
export const queryCommand: ConnectorCommand<Connector<PrometheusSettings>> = {
  arguments: [{ name: 'expression', describe: 'PromQL, or the name of a metric of servo.yaml', required: true }],
  options: { range: { type: 'string', describe: 'Over this time until now, as a line: 1h' } },
  examples: [
    ['up', 'What is up now'],
    ["'rate(http_requests_total[1m])' --range 1h", 'The last hour'],
  ],
  run: async (connector, { expression, range }, { signal, clock }) => {
    await using client = clientOf(connector, clock);
    const meant = connector.config.metrics.filter(({ name }) => name === expression);
    const [metric] = await expandMetrics(meant, { client, signal, logger: connector.logger });
    const query = metric ? queryOf(metric) : String(expression);
    if (range === undefined) {
      const { series, warnings } = await client.query(query, signal);
      return { facts: { query, series, warnings }, lines: [...warnings, ...instantLines(series)] };
    }
    const length = lengthOf(String(range));
    const end = clock.now();
    const step = Math.max(Math.ceil(length / points), 1_000);
    const { series, warnings } = await client.queryRange(query, { start: end - length, end, step }, signal);
    return { facts: { query, series, warnings }, lines: [...warnings, ...rangeLines(series)] };
  },
};

function instantLines(series: readonly Series[]): readonly string[] {
  if (series.length === 0) return ['Nothing.'];
  return columns([
    ['VALUE', 'SERIES'],
    ...series.map((each) => [String(each.points[0]?.[1] ?? '-'), seriesId(each) || '-']),
  ]);
}

function rangeLines(series: readonly Series[]): readonly string[] {
  if (series.length === 0) return ['Nothing.'];
  const head = ['MIN', 'MEAN', 'MAX', 'LINE', 'SERIES'];
  return columns([head, ...series.map(rangeRow)]);
}

function rangeRow(series: Series): readonly string[] {
  const values = series.points.map(([, value]) => value).filter(Number.isFinite);
  if (values.length === 0) return ['-', '-', '-', '', seriesId(series) || '-'];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return [short(min), short(mean), short(max), sparkline(values, min, max), seriesId(series) || '-'];
}

/** A line of bars; each stands for the mean of its share of the values. */
function sparkline(values: readonly number[], min: number, max: number): string {
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, index) => {
    const part = values.slice(
      Math.floor((index * values.length) / count),
      Math.floor(((index + 1) * values.length) / count),
    );
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const level = max === min ? 0 : Math.round(((mean - min) / (max - min)) * (bars.length - 1));
    return bars[level] ?? '';
  }).join('');
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function lengthOf(text: string): number {
  try {
    const { milliseconds } = Duration.from(text);
    if (milliseconds > 0) return milliseconds;
  } catch (error) {
    throw new ServoError('USAGE_INVALID', ServoError.from(error).message, {
      cause: error,
      hint: 'For example: --range 1h',
    });
  }
  throw new ServoError('USAGE_INVALID', `Expected --range to be more than 0, got ${text}`);
}
