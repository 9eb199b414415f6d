import type { Setting } from './settings/setting.js';

/** A part of the target that can be adjusted: a Deployment, a program, a database. */
export interface Component {
  readonly name: string;
  readonly settings: readonly Setting[];
}

/**
 * Makes a component.
 *
 * @example
 * component('web', [cpuSetting({ min: 0.25, max: 4, value: 1 }), replicasSetting({ min: 1, max: 8, value: 2 })]);
 */
export function component(name: string, settings: readonly Setting[]): Component {
  return { name, settings };
}
