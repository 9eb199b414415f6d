import { adjustment, type Adjustment } from '@servo/core';
import type { WorkloadObject } from '../api/objects.js';
import { componentNameOf } from '../config/component-names.js';
import type { Workload } from '../config/workload.js';
import { withFields } from '../writing/fields.js';
import { fieldsFor } from '../workload/workload-settings.js';

/** Returns the workload as it would be with the smallest or the largest value of each setting that is not pinned. */
export function atBound(workload: Workload, object: WorkloadObject, bound: 'min' | 'max'): WorkloadObject {
  const { containers, replicas } = workload;
  const adjustments = containers.flatMap((container, index): readonly Adjustment[] => {
    const name = componentNameOf(workload, container);
    const { cpu, memory } = container;
    return [
      ...(cpu.pinned ? [] : [adjustment(name, 'cpu', cpu[bound])]),
      ...(memory.pinned ? [] : [adjustment(name, 'mem', memory[bound])]),
      ...(index > 0 || replicas.pinned ? [] : [adjustment(name, 'replicas', replicas[bound])]),
    ];
  });
  return withFields(object, fieldsFor(workload, object, adjustments));
}
