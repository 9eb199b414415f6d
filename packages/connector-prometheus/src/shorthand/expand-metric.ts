import type { ScrapeTarget } from '../client/scrape-target.js';
import type { ConfiguredMetric, QueriedMetric } from '../prometheus-config.js';
import { rateWindow } from './rate-window.js';
import { selector } from './selector.js';
import type { ErrorRatioSettings, QuantileSettings, RateSettings, Shorthand } from './shorthand-config.js';

/** Writes a metric as a query, whatever it was written as. */
export function expandMetric(metric: ConfiguredMetric, targets: readonly ScrapeTarget[]): QueriedMetric {
  const { query, rate, quantile, errorRatio, ...rest } = metric;
  const { unit } = metric;
  if (rate) return { ...rest, query: scaled(unit === 'rpm' ? 60 : 1, rateOf(rate, rateWindow(rate, targets))) };
  if (quantile) {
    const inSeconds = quantile.of.endsWith('_seconds') && unit === 'ms';
    return { ...rest, query: scaled(inSeconds ? 1_000 : 1, quantileOf(quantile, rateWindow(quantile, targets))) };
  }
  if (errorRatio) {
    const window = rateWindow(errorRatio, targets);
    const traffic = rest.traffic ?? rateOf({ ...errorRatio, by: [] }, window);
    return { ...rest, traffic, query: scaled(unit === '%' ? 100 : 1, errorRatioOf(errorRatio, window)) };
  }
  return { ...rest, query: query ?? '' }; // the configuration has one of the four
}

function scaled(factor: number, query: string): string {
  return factor === 1 ? query : `${factor} * (${query})`;
}

function rateOf({ of, where, by }: RateSettings, window: string): string {
  return summed(`rate(${selector(of, where)}[${window}])`, by);
}

/** A server has one form of a histogram, or both while it changes; the other one brings nothing. */
function quantileOf({ of, q, where, by }: QuantileSettings, window: string): string {
  const classic = summed(`rate(${selector(`${of}_bucket`, where)}[${window}])`, ['le', ...by]);
  const native = summed(`rate(${selector(of, where)}[${window}])`, by);
  return `histogram_quantile(${q}, ${classic}) or histogram_quantile(${q}, ${native})`;
}

/** Errors that never happened have no series: they are none while there is anything. */
function errorRatioOf(settings: ErrorRatioSettings, window: string): string {
  const { of, errors, where, by } = settings;
  const failed: Shorthand =
    typeof errors === 'string' ? { ...settings, of: errors } : { ...settings, of, where: { ...where, ...errors } };
  const all = rateOf(settings, window);
  return `(${rateOf({ ...failed, by }, window)} or 0 * ${all}) / ${all}`;
}

function summed(expression: string, by: readonly string[]): string {
  return by.length === 0 ? `sum(${expression})` : `sum by (${by.join(', ')}) (${expression})`;
}
