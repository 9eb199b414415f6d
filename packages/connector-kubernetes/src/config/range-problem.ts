/** What a range and the distance of its values look like. */
export interface Stepped {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Something wrong with one key of a range. */
export interface RangeProblem {
  readonly key: keyof Stepped;
  readonly message: string;
}

/** Finds what keeps a range from having values to choose from; one value alone needs no step. */
export function rangeProblem({ min, max, step }: Stepped): RangeProblem | undefined {
  if (min > max) return { key: 'min', message: 'expected "min" not to be greater than "max"' };
  if (min === max) return undefined;
  if (step <= 0) return { key: 'step', message: 'expected more than 0 where "min" and "max" differ' };
  if (step - (max - min) > 1e-9)
    return { key: 'step', message: 'expected no more than "max" less "min": no value but "min" could be reached' };
  return undefined;
}
