import type { Coordinates } from './kernel.js';

/** What a Gaussian process learns from: points, the value at each, and how far each value may be off. */
export interface Observations {
  readonly inputs: readonly Coordinates[];
  readonly values: readonly number[];
  /** Known variance of each value; 0 where nothing is known, as learned noise comes on top. */
  readonly variances: readonly number[];
  readonly categorical: readonly boolean[];
}
