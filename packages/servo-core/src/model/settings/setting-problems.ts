import { rangeText } from './range-text.js';
import type { RangeSetting, Setting } from './setting.js';
import { misalignment } from './step-alignment.js';

/**
 * Lists what is doubtful about a setting, each as a sentence for the log. None of it keeps the setting from being used.
 *
 * @example
 * settingProblems(rangeSetting('threads', { min: 3, max: 11, step: 3 }));
 * // ['threads (range 3-11, step 3): the difference of 8 is not a multiple of the step; use min 5 or 2, or max 9 or 12']
 */
export function settingProblems(setting: Setting): readonly string[] {
  if (setting.type === 'enum') return [];
  const problems = [valueProblem(setting), boundsProblem(setting), memoryProblem(setting)];
  return problems.filter((problem) => problem !== undefined).map((problem) => `${rangeText(setting)}: ${problem}`);
}

function valueProblem({ value, min, max }: RangeSetting): string | undefined {
  if (value === undefined || (value >= min && value <= max)) return undefined;
  return `the value ${value} is outside the range ${min}-${max}`;
}

function boundsProblem(setting: RangeSetting): string | undefined {
  const { min, max, step } = setting;
  if (min > max) return `min ${min} is greater than max ${max}; exchange them`;
  if (min === max)
    return step === 0
      ? undefined
      : 'the step must be zero where min equals max; to keep a value as it is, pin the setting';
  if (step === 0) return 'the step cannot be zero where min and max differ';
  if (step < 0) return 'the step must be greater than zero';
  const found = misalignment(setting);
  return (
    found &&
    `the difference of ${found.difference} is not a multiple of the step; ` +
      `use min ${found.min.join(' or ')}, or max ${found.max.join(' or ')}`
  );
}

function memoryProblem({ name, min }: RangeSetting): string | undefined {
  return name === 'mem' && min === 0 ? 'nothing runs with a memory of 0; raise min' : undefined;
}
