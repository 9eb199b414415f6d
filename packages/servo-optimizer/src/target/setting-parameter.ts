import type { ConfigurationProblem } from '@servo/core';
import type { Parameter } from '@servo/search';
import type { SettingPlace } from './setting-place.js';

// A lattice lists the steps of each axis; beyond this a step is too fine to matter.
const STEPS = 100_000;

/** Whether there is anything to choose. */
export function isTunable({ setting }: SettingPlace): boolean {
  if (setting.pinned) return false;
  return setting.type === 'enum' ? setting.values.length > 1 : setting.max !== setting.min;
}

/** The axis of the search that a setting is. */
export function settingParameter({ path, setting }: SettingPlace): Parameter {
  if (setting.type === 'enum') return { kind: 'choice', name: path, values: setting.values.map(String) };
  const { min, max, step } = setting;
  return { kind: 'range', name: path, min, max, step };
}

/** What keeps a setting from being searched. */
export function settingProblem(place: SettingPlace): ConfigurationProblem | undefined {
  const { path, setting } = place;
  if (setting.value === undefined)
    return {
      path,
      message: 'the present value is not known, so it could not be restored',
      hint: 'set it once where it runs, such as the request of a container or a variable of its environment, or pin the setting',
    };
  return setting.type === 'enum' ? enumProblem(path, setting.values) : rangeProblem(path, setting);
}

function enumProblem(path: string, values: readonly (number | string)[]): ConfigurationProblem | undefined {
  if (new Set(values.map(String)).size === values.length) return undefined;
  return { path, message: 'a value is listed twice', found: values.join(', '), hint: 'list each value once' };
}

function rangeProblem(
  path: string,
  { min, max, step }: { min: number; max: number; step: number },
): ConfigurationProblem | undefined {
  const found = `min ${min}, max ${max}, step ${step}`;
  // `>` is false for NaN, so one test covers missing numbers too.
  if (!(step > 0 && max > min))
    return { path, message: 'the range cannot be searched', expected: 'min < max and a positive step', found };
  if ((max - min) / step <= STEPS) return undefined;
  return { path, message: 'the range has too many steps', expected: `at most ${STEPS}`, found, hint: 'widen the step' };
}
