import type { Parameter, RangeParameter } from './parameter.js';
import { SearchError } from '../search-error.js';

/**
 * Lists every value a parameter can take, in order.
 *
 * Numbers carry no more decimals than `min` and `step` do: a third step of 0.1 is 0.3, not 0.30000000000000004.
 *
 * @throws {@link SearchError} `SEARCH_PARAMETER_INVALID` when there is no value, or a bound or step makes no sense.
 */
export function levels(parameter: Parameter): readonly (number | string)[] {
  return parameter.kind === 'choice' ? choices(parameter.name, parameter.values) : steps(parameter);
}

function choices(name: string, values: readonly string[]): readonly string[] {
  if (values.length > 0 && new Set(values).size === values.length) return [...values];
  throw new SearchError(
    'SEARCH_PARAMETER_INVALID',
    `Expected "${name}" to have at least one value and none twice, got ${JSON.stringify(values)}. Correct its values.`,
  );
}

function steps(parameter: RangeParameter): readonly number[] {
  const { name, min, max, step } = parameter;
  // `>` is false for NaN, so one test covers missing numbers too.
  if (!(step > 0 && max >= min && Number.isFinite(min) && Number.isFinite(max))) {
    throw new SearchError(
      'SEARCH_PARAMETER_INVALID',
      `Expected "${name}" to have finite bounds with min <= max and a positive step, got min ${min}, max ${max}, step ${step}.`,
    );
  }
  const digits = Math.min(20, Math.max(decimals(min), decimals(step)));
  // The division may come out a hair below a whole number.
  const last = Math.floor((max - min) / step + 1e-9);
  return Array.from({ length: last + 1 }, (_, index) => Number((min + index * step).toFixed(digits)));
}

function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}
