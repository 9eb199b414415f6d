import { ServoError } from '../errors/servo-error.js';
import type { Component } from './component.js';
import type { Metric } from './metric.js';
import type { Setting } from './settings/setting.js';

/** What can be adjusted, with present values, and what can be measured. */
export interface Description {
  readonly components: readonly Component[];
  readonly metrics: readonly Metric[];
}

/** Makes a description; both lists may be empty. */
export function description({ components = [], metrics = [] }: Partial<Description>): Description {
  return { components, metrics };
}

/**
 * Returns the setting that `component.setting` names, split at the first dot; `undefined` when there is none.
 *
 * @throws {@link ServoError} `SETTING_PATH_INVALID` when there is no dot.
 */
export function findSetting({ components }: Description, path: string): Setting | undefined {
  const dot = path.indexOf('.');
  if (dot < 1)
    throw new ServoError('SETTING_PATH_INVALID', `Expected a setting as component.setting, got "${path}"`, {
      hint: 'Name the component and the setting, for instance web.cpu.',
    });
  const owner = components.find(({ name }) => name === path.slice(0, dot));
  return owner?.settings.find(({ name }) => name === path.slice(dot + 1));
}
