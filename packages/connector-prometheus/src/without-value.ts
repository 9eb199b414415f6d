import { type AbsentMetric, MeasurementFailedError } from '@servo/core';
import type { QueriedMetric } from './prometheus-config.js';
import type { AbsenceReason } from './verdict.js';

const reasons: Readonly<Record<AbsenceReason, string>> = {
  'no-data': 'its query brings nothing',
  'window-too-short': 'two scrapes do not fall into the range that its query looks back',
  'not-a-number': 'its query brings no finite number',
  stale: 'its last sample is too old',
  'too-few-points': 'there is but one point',
  'no-traffic': 'there was no traffic',
};

/**
 * What becomes of a metric that has no value.
 *
 * @throws {@link MeasurementFailedError} when it must have one.
 */
export function withoutValue(
  { name, absent, query }: Pick<QueriedMetric, 'name' | 'absent' | 'query'>,
  reason: AbsenceReason,
): { readonly absent: readonly AbsentMetric[]; readonly warnings: readonly string[] } {
  const text = `The metric "${name}" has no value: ${reasons[reason]}`;
  if (absent === 'fail') throw new MeasurementFailedError(text, { reason, hint: `Its query is ${query}` });
  return { absent: [{ metric: name, reason }], warnings: absent === 'warn' ? [text] : [] };
}
