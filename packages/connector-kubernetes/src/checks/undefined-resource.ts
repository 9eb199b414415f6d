import type { WorkloadObject } from '../api/objects.js';
import type { Workload } from '../config/workload.js';
import { containerOf, resourceValue } from '../workload/workload-settings.js';

/** Names the first container that says neither its request nor its limit, where one of them is to be read. */
export function undefinedResource(workload: Workload, object: WorkloadObject): string | undefined {
  const { kind, name, containers } = workload;
  for (const { name: container, cpu, memory } of containers)
    for (const [resource, { get }] of [
      ['memory', memory],
      ['cpu', cpu],
    ] as const) {
      if (resourceValue(containerOf(workload, object, container), resource, get) !== undefined) continue;
      const plural = get.map((requirement) => `${requirement}s`).join(', ');
      return `${kind} ${name} target container ${container} spec does not define the resource ${resource}. At least one of the following must be specified: ${plural}`;
    }
  return undefined;
}
