import type { Measurement } from '../../model/measurement.js';
import { metricTwice } from './merge-descriptions.js';

/** What one connector measured. */
export interface Measured extends Measurement {
  readonly connector: string;
}

/**
 * Joins what the connectors measured; of equal annotations the later one stays.
 *
 * @throws {@link ServoError} `METRIC_CLAIMED_TWICE` when two connectors measured the same metric.
 */
export function mergeMeasurements(parts: readonly Measured[]): Measurement {
  const owners = new Map<string, string>();
  for (const { connector, readings } of parts)
    for (const { metric } of readings) {
      const owner = owners.get(metric.name);
      if (owner !== undefined && owner !== connector) throw metricTwice(metric.name, owner, connector);
      owners.set(metric.name, connector);
    }
  return {
    readings: parts.flatMap(({ readings }) => readings),
    absent: parts.flatMap(({ absent = [] }) => absent).filter(({ metric }) => !owners.has(metric)),
    counts: Object.assign({}, ...parts.map(({ counts }) => counts)),
    annotations: Object.assign({}, ...parts.map(({ annotations }) => annotations)),
  };
}
