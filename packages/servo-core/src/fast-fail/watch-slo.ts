import { EventError } from '../errors/event-error.js';
import { MeasurementFailedError } from '../errors/measurement-failed-error.js';
import { ServoError } from '../errors/servo-error.js';
import type { Logger } from '../logging/logger.js';
import type { Reading } from '../model/measurement.js';
import type { Clock } from '../time/clock.js';
import type { FastFailConfig } from './fast-fail-config.js';
import { formatJudgements, judgeSlo, sloViolation } from './judge-slo.js';
import { metricsOf, type SloCondition } from './slo-condition.js';
import { type SloSample, sloSample } from './slo-sample.js';

/** What to sample. */
export interface SampleRequest {
  /** Those that the conditions look at; what a connector does not know, it leaves out. */
  readonly metrics: readonly string[];
  /** In milliseconds since the Unix epoch; never before the watch began. */
  readonly from: number;
  /** Now, in milliseconds since the Unix epoch. */
  readonly to: number;
  /** Aborts when the sample is no longer wanted. */
  readonly signal: AbortSignal;
}

/** What a watch works with. */
export interface SloWatchOptions {
  readonly conditions: readonly SloCondition[];
  readonly config: Omit<FastFailConfig, 'disabled'>;
  /** Returns what was measured in a stretch of time, whether or not the measurement asks for these metrics. */
  readonly sample: (request: SampleRequest) => Promise<readonly Reading[]> | readonly Reading[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly logger?: Logger | undefined;
}

/**
 * Checks conditions, `period` after `period`, until one is violated or the signal aborts. Begin it when what is measured
 * begins, after the warm-up.
 *
 * @throws {@link EventAbortedError} with the reason `slo-violation` when a condition is violated; it names the condition,
 * the values and the threshold at each check in the window.
 * @throws {@link MeasurementFailedError} when nothing could be sampled, and the reason of the signal.
 */
export async function watchSlo(options: SloWatchOptions): Promise<never> {
  const { conditions, config, clock, signal, logger } = options;
  const [period, skip] = [config.period.milliseconds, config.skip.milliseconds];
  const longest = Math.max(...conditions.map(({ triggerWindow }) => triggerWindow));
  const begun = clock.monotonic();
  let history: readonly SloSample[] = [];
  for (let tick = Math.max(1, Math.ceil(skip / period)); ; ) {
    await clock.sleep(begun + tick * period - clock.monotonic(), { signal });
    history = [...history, await takeSample(options, clock.monotonic() - begun)].slice(-longest);
    const judgements = judgeSlo(conditions, history, config);
    logger?.debug(formatJudgements(judgements));
    const violation = sloViolation(judgements);
    if (violation) throw violation;
    tick = Math.max(tick, Math.floor((clock.monotonic() - begun) / period)) + 1; // a slow sample delays none
  }
}

async function takeSample(
  { conditions, config, sample, clock, signal }: SloWatchOptions,
  elapsed: number,
): Promise<SloSample> {
  const to = clock.now();
  const from = to - Math.min(config.span.milliseconds, elapsed);
  try {
    const readings = await sample({ metrics: metricsOf(conditions), from, to, signal });
    signal.throwIfAborted();
    return sloSample(to, readings);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EventError) throw error;
    const { message, hint } = ServoError.from(error);
    const text = `Cannot check the conditions of the measurement: ${message}`;
    throw new MeasurementFailedError(text, { reason: 'sample-failed', cause: error, hint });
  }
}
