import type { ConfiguredMetric, QueriedMetric } from '../prometheus-config.js';
import { rateWindow } from './rate-window.js';
import { selector, type Where } from './selector.js';
import { sourcesOf } from './sources-of.js';
import type { ErrorRatioSettings, QuantileSettings } from './shorthand-config.js';

/** Writes a metric as a query, whatever it was written as; its targets are scraped so often, in milliseconds. */
export function expandMetric(metric: ConfiguredMetric, interval?: number): QueriedMetric {
  const { query, rate, quantile, errorRatio, ...others } = metric;
  const rest = { ...others, interval, sources: sourcesOf(metric) };
  const { unit } = metric;
  if (rate) {
    const window = rateWindow(rate.window, interval);
    return { ...rest, query: scaled(unit === 'rpm' ? 60 : 1, rateOf(rate.of, window, rate.by, rate.where)) };
  }
  if (quantile) {
    const inSeconds = quantile.of.endsWith('_seconds') && unit === 'ms';
    const window = rateWindow(quantile.window, interval);
    return { ...rest, query: scaled(inSeconds ? 1_000 : 1, quantileOf(quantile, window)) };
  }
  if (errorRatio) {
    const window = rateWindow(errorRatio.window, interval);
    const traffic = rest.traffic ?? rateOf(errorRatio.of, window, [], errorRatio.where);
    return { ...rest, traffic, query: scaled(unit === '%' ? 100 : 1, errorRatioOf(errorRatio, window)) };
  }
  return { ...rest, query: query ?? '' }; // the configuration has one of the four
}

function scaled(factor: number, query: string): string {
  return factor === 1 ? query : `${factor} * (${query})`;
}

function rateOf(of: string, window: string, by: readonly string[], ...wheres: readonly Where[]): string {
  const rate = `rate(${selector(of, ...wheres)}[${window}])`;
  return by.length === 0 ? `sum(${rate})` : `sum by (${by.join(', ')}) (${rate})`;
}

/** A server has one form of a histogram, or both while it changes; the other one brings nothing. */
function quantileOf({ of, q, where, by }: QuantileSettings, window: string): string {
  const classic = rateOf(`${of}_bucket`, window, ['le', ...by], where);
  return `histogram_quantile(${q}, ${classic}) or histogram_quantile(${q}, ${rateOf(of, window, by, where)})`;
}

/** Errors that never happened have no series: they are none while there is anything. */
function errorRatioOf({ of, errors, where, by }: ErrorRatioSettings, window: string): string {
  const all = rateOf(of, window, by, where);
  const failed = typeof errors === 'string' ? rateOf(errors, window, by, where) : rateOf(of, window, by, where, errors);
  return `(${failed} or 0 * ${all}) / ${all}`;
}
