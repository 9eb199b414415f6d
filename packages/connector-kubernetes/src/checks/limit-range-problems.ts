import type { LimitRange, LimitRangeItem, WorkloadObject } from '../api/objects.js';
import type { Workload } from '../config/workload.js';
import { parseQuantity } from '../quantity/quantity.js';
import { containerOf } from '../workload/workload-settings.js';
import { atBound } from './at-bound.js';
import { containerDemand, type Demand, demandText, podDemand } from './demand.js';

interface Asked {
  readonly who: string;
  readonly least: Demand;
  readonly most: Demand;
}

/** Says which values of the settings of a workload a LimitRange refuses. */
export function limitRangeProblems(
  { metadata, spec }: LimitRange,
  workload: Workload,
  object: WorkloadObject,
): readonly string[] {
  const [least, most] = [atBound(workload, object, 'min'), atBound(workload, object, 'max')];
  const containers = workload.containers.map(({ name }) => ({
    who: `container ${name}`,
    least: containerDemand(containerOf(workload, least, name)),
    most: containerDemand(containerOf(workload, most, name)),
  }));
  const pod = { who: 'the pod', least: podDemand(least), most: podDemand(most) };
  const problems = spec.limits.flatMap((item) => {
    if (item.type === 'Container') return containers.flatMap((asked) => problemsOf(item, asked));
    return item.type === 'Pod' ? problemsOf(item, pod) : [];
  });
  return problems.map((problem) => `LimitRange ${metadata.name}: ${problem}`);
}

function problemsOf({ min = {}, max = {} }: LimitRangeItem, { who, least, most }: Asked): readonly string[] {
  return ['cpu', 'memory'].flatMap((name) => {
    const [floor, ceiling] = [min[name], max[name]];
    const lowest = least[`requests.${name}`];
    const highest = most[`limits.${name}`] ?? most[`requests.${name}`]; // a limit is never below its request
    return [
      ...(floor !== undefined && lowest !== undefined && lowest < (parseQuantity(floor) ?? 0n)
        ? [`${who} would get as little ${name} as ${demandText(name, lowest)}, expected ${floor} or more`]
        : []),
      ...(ceiling !== undefined && highest !== undefined && highest > (parseQuantity(ceiling) ?? 0n)
        ? [`${who} would get up to ${demandText(name, highest)} of ${name}, expected ${ceiling} or less`]
        : []),
    ];
  });
}
