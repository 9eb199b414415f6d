import { type Measurement, measurement, metric, timeSeries } from '@servo/core';

const start = Date.UTC(2026, 0, 1);

/** Makes a measurement: three points each of `throughput` (rpm) and `latency_99th` (ms), ten seconds apart. */
export function sampleMeasurement(overrides: Partial<Measurement> = {}): Measurement {
  const [a, b, c] = [start, start + 10_000, start + 20_000] as const;
  return {
    ...measurement([
      timeSeries(metric('throughput', 'rpm'), [
        [a, 3_600],
        [b, 3_540],
        [c, 3_660],
      ]),
      timeSeries(metric('latency_99th', 'ms'), [
        [a, 61],
        [b, 64],
        [c, 58],
      ]),
    ]),
    ...overrides,
  };
}
