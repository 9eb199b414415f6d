import type { Workload } from '../config/workload.js';

/** Returns the name of the tuning pod of a workload. */
export function tuningPodName({ name }: Pick<Workload, 'name'>): string {
  return `${name}-tuning`;
}
