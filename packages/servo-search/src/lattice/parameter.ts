/** A number that moves in equal steps from `min`; the last step may fall short of `max`. */
export interface RangeParameter {
  readonly kind: 'range';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /**
   * How far apart two values are for the model: by difference or by ratio.
   *
   * @default 'log' where `min` is positive and `max` is at least 4 times `min` (cores, memory, replicas), else 'linear'
   */
  readonly scale?: 'linear' | 'log';
}

/** A choice between values that have no order. */
export interface ChoiceParameter {
  readonly kind: 'choice';
  readonly name: string;
  readonly values: readonly string[];
}

/** One knob of the search. */
export type Parameter = RangeParameter | ChoiceParameter;
