import { type Control, type ControlInput, control } from '@servo/core';

/** Makes a control: 1 minute of measuring after 10 seconds of warm-up. */
export function sampleControl(overrides: ControlInput = {}): Control {
  return control({ duration: '1m', warmup: '10s', ...overrides });
}
