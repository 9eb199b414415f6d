import type { Duration } from '@servo/core';
import type { Order } from '../protocol/conductor.js';
import type { StudyDefinition } from './study-definition.js';

/** The order to measure: every metric that there is, as those that do not decide are cheap context for a person. */
export function measuringOrder({ metrics, config }: StudyDefinition): Order {
  const { duration, warmup } = config.measure;
  const control = { ...seconds('duration', duration), ...seconds('warmup', warmup) };
  return { cmd: 'MEASURE', param: { metrics: metrics.map(({ name }) => name), control } };
}

function seconds(name: string, duration: Duration | undefined): Readonly<Record<string, number>> {
  return duration === undefined ? {} : { [name]: duration.seconds };
}
