import type { Container, WorkloadObject } from '../api/objects.js';
import { formatCores } from '../quantity/cpu.js';
import { formatBytes } from '../quantity/memory.js';
import { parseQuantity } from '../quantity/quantity.js';

const nano = 1_000_000_000n;
const resources = ['cpu', 'memory'] as const;

/** What pods ask for, in billionths, under the names of a ResourceQuota: `requests.cpu`, `limits.memory`, `pods` … */
export type Demand = Readonly<Record<string, bigint>>;

/** Returns what a container asks for; one that says only its limit requests as much. */
export function containerDemand({ resources: { requests = {}, limits = {} } = {} }: Container): Demand {
  const entries = resources.flatMap((name) => {
    const limit = limits[name];
    const request = requests[name] ?? limit;
    return [
      ...(request === undefined ? [] : [[`requests.${name}`, parseQuantity(request) ?? 0n] as const]),
      ...(limit === undefined ? [] : [[`limits.${name}`, parseQuantity(limit) ?? 0n] as const]),
    ];
  });
  return Object.fromEntries(entries);
}

/** Returns what all containers of one pod ask for. */
export function podDemand({ spec }: WorkloadObject): Demand {
  const sum: Record<string, bigint> = {};
  for (const container of spec.template.spec.containers)
    for (const [name, amount] of Object.entries(containerDemand(container))) sum[name] = (sum[name] ?? 0n) + amount;
  return sum;
}

/** Returns what all pods of workloads ask for. */
export function totalDemand(workloads: readonly WorkloadObject[]): Demand {
  const sum: Record<string, bigint> = {};
  for (const workload of workloads) {
    const count = BigInt(workload.spec.replicas ?? 1);
    for (const [name, amount] of Object.entries({ ...podDemand(workload), pods: nano }))
      sum[name] = (sum[name] ?? 0n) + amount * count;
  }
  return sum;
}

/** Writes an amount as a person would: `250m`, `1.5Gi`, `4`. */
export function demandText(name: string, amount: bigint): string {
  if (name.endsWith('memory')) return formatBytes(amount / nano);
  return formatCores(Number(`${amount}e-9`));
}
