import type { Workload } from '../config/workload.js';

/** Returns the name of the Lease of a workload, which is beside it. */
export function leaseName({ kind, name }: Pick<Workload, 'kind' | 'name'>): string {
  return `servo-${kind.toLowerCase()}-${name}`;
}
