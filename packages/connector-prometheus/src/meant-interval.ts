import { ServoError } from '@servo/core';
import type { PrometheusClient } from './client/prometheus-client.js';
import type { ScrapeTarget } from './client/scrape-target.js';
import { namesInQuery } from './promql/names-in-query.js';
import type { Notes } from './notes.js';
import type { ConfiguredMetric } from './prometheus-config.js';
import { longestInterval, usualInterval } from './scrape-interval.js';
import type { Series } from './series.js';
import { exactLabels, selectorOfNames, type Where } from './shorthand/selector.js';

/** Who is asked for what is scraped, and what is. */
export interface MeantIntervalOptions {
  readonly client: Pick<PrometheusClient, 'query'>;
  readonly targets: readonly ScrapeTarget[];
  readonly signal: AbortSignal;
  readonly logger: Notes;
}

/**
 * How often the targets of a metric are scraped, in milliseconds; the longest time of those that it can be about. Where these
 * differ, the server is asked which ones have such series: one slow target would blur the rates of all others. What a rule
 * records comes as often as its job is scraped, or as most targets are; of what has no series yet the slowest is assumed,
 * since a rate over too short a time has no value at all.
 */
export async function meantInterval(
  metric: ConfiguredMetric,
  options: MeantIntervalOptions,
): Promise<number | undefined> {
  const { names, where } = seriesOf(metric);
  const wanted = Object.entries(exactLabels(where));
  const alike = options.targets.filter(({ labels }) =>
    wanted.every(([label, value]) => (labels[label] ?? value) === value),
  );
  const likely = alike.length > 0 ? alike : options.targets;
  const intervals = new Set(likely.flatMap(({ interval }) => interval ?? []));
  if (intervals.size < 2 || names === '') return longestInterval(likely);
  const series = await seriesBy(selectorOfNames(names, where), options);
  if (series.length === 0) return longestInterval(likely);
  return longestInterval(series.flatMap(({ labels }) => targetsOf(labels, likely))) ?? usualInterval(likely);
}

/** Which series a metric is about: a pattern of their names, and their labels. */
function seriesOf({ query = '', rate, quantile, errorRatio }: ConfiguredMetric): {
  readonly names: string;
  readonly where: Where;
} {
  const shorthand = rate ?? quantile ?? errorRatio;
  if (shorthand) return { names: `${shorthand.of}(_bucket)?`, where: shorthand.where };
  return { names: namesInQuery(query).join('|'), where: {} };
}

/** Which jobs and instances have such series; none where that is not known. */
async function seriesBy(
  selector: string,
  { client, signal, logger }: MeantIntervalOptions,
): Promise<readonly Pick<Series, 'labels'>[]> {
  try {
    const { series, warnings } = await client.query(`count by (job, instance) (${selector})`, signal);
    for (const warning of warnings) logger.warn(warning);
    return series;
  } catch (error) {
    signal.throwIfAborted();
    logger.debug(`Which targets have ${selector} is not known: ${ServoError.from(error).message}`);
    return [];
  }
}

/** The target that a series comes from, or all of its job where it comes from none, as what a rule records. */
function targetsOf(labels: Series['labels'], targets: readonly ScrapeTarget[]): readonly ScrapeTarget[] {
  const job = targets.filter((target) => target.labels['job'] === labels['job']);
  const own = job.filter((target) => target.labels['instance'] === labels['instance']);
  return own.length > 0 ? own : job;
}
