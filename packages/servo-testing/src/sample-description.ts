import { type Description, description, metric } from '@servo/core';
import { sampleComponent } from './sample-component.js';

/** Makes a description of one {@link sampleComponent} and the metrics `throughput` (rpm) and `latency_99th` (ms). */
export function sampleDescription(overrides: Partial<Description> = {}): Description {
  return description({
    components: [sampleComponent()],
    metrics: [metric('throughput', 'rpm'), metric('latency_99th', 'ms')],
    ...overrides,
  });
}
