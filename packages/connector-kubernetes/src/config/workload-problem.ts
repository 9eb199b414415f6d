/** Something wrong with a workload, at a place of the configuration. */
export interface WorkloadProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
