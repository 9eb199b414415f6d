import type { Measurement } from '../../model/measurement.js';
import { Claims } from './claims.js';

/** What one connector measured. */
export interface Measured extends Measurement {
  readonly connector: string;
}

/**
 * Joins what the connectors measured; of equal annotations the later one stays.
 *
 * @throws `ServoError` `METRIC_CLAIMED_TWICE` when two connectors measured the same metric.
 */
export function mergeMeasurements(parts: readonly Measured[]): Measurement {
  const claims = new Claims();
  for (const { connector, readings } of parts)
    for (const { metric } of readings) claims.add('metrics', metric.name, connector);
  claims.refuseClashes();
  const measured = new Set(parts.flatMap(({ readings }) => readings.map(({ metric }) => metric.name)));
  return {
    readings: parts.flatMap(({ readings }) => readings),
    absent: parts.flatMap(({ absent = [] }) => absent).filter(({ metric }) => !measured.has(metric)),
    counts: Object.assign({}, ...parts.map(({ counts }) => counts)),
    annotations: Object.assign({}, ...parts.map(({ annotations }) => annotations)),
  };
}
