import { type Component, component } from '@servo/core';
import { sampleEnum, sampleRange } from './sample-setting.js';

/** Makes a component `web` with one {@link sampleRange} and one {@link sampleEnum}. */
export function sampleComponent(overrides: Partial<Component> = {}): Component {
  return { ...component('web', [sampleRange(), sampleEnum()]), ...overrides };
}
