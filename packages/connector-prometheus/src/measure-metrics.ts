import { type Measurement, measurement } from '@servo/core';
import { measureMetric, type MeasureMetricOptions } from './measure-metric.js';
import type { Notes } from './notes.js';
import type { QueriedMetric } from './prometheus-config.js';
import { together } from './together.js';

/** What metrics are measured with. */
export interface MeasureMetricsOptions extends MeasureMetricOptions {
  /** Is told what the server says beside its answers. */
  readonly logger: Notes;
}

/**
 * Asks for metrics over a stretch of time, all at once.
 *
 * @throws {@link MeasurementFailedError} when one cannot be asked for, or has no value where it must have one.
 */
export async function measureMetrics(
  wanted: readonly QueriedMetric[],
  { logger, ...options }: MeasureMetricsOptions,
): Promise<Measurement> {
  const measured = await together(options.signal, (signal) =>
    wanted.map((each) => measureMetric(each, { ...options, signal })),
  );
  for (const warning of measured.flatMap(({ warnings }) => warnings)) logger.warn(warning);
  return measurement(
    measured.flatMap(({ readings }) => readings),
    {
      absent: measured.flatMap(({ absent }) => absent),
      annotations: Object.fromEntries(wanted.map(({ name }, index) => [name, measured[index]?.annotation ?? ''])),
    },
  );
}
