import type { ResourceQuota, WorkloadObject } from '../api/objects.js';
import type { Workload } from '../config/workload.js';
import { parseQuantity } from '../quantity/quantity.js';
import { atBound } from './at-bound.js';
import { demandText, totalDemand } from './demand.js';

const usual: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'count/pods': 'pods',
};
const scopesOfAll = ['NotTerminating', 'NotBestEffort']; // others choose some pods, which cannot be told from here

/** A workload that is tuned, and how it is now. */
export interface Tuned {
  readonly workload: Workload;
  readonly object: WorkloadObject;
}

/** Says what a ResourceQuota has no room for: the largest settings of all workloads together, or even the smallest. */
export function quotaProblems(quota: ResourceQuota, tuned: readonly Tuned[]): readonly string[] {
  if (!countsAll(quota)) return [];
  const { hard = {}, used = {} } = quota.status ?? {};
  const now = totalDemand(tuned.map(({ object }) => object));
  const least = totalDemand(tuned.map(({ workload, object }) => atBound(workload, object, 'min')));
  const most = totalDemand(tuned.map(({ workload, object }) => atBound(workload, object, 'max')));
  return Object.entries(hard).flatMap(([name, limit]) => {
    const key = usual[name] ?? name;
    const [present = 0n, smallest = 0n, largest = 0n] = [now[key], least[key], most[key]];
    const room = amountOf(limit) - amountOf(used[name]) + present;
    if (largest === 0n || largest <= room) return [];
    const [which, needed] = smallest > room ? ['smallest', smallest] : ['largest', largest];
    const left = demandText(key, room > 0n ? room : 0n);
    const need = demandText(key, needed);
    const who = whoText(tuned);
    return [
      `ResourceQuota ${quota.metadata.name} leaves ${who} ${left} of ${key}, but the ${which} settings need ${need}`,
    ];
  });
}

function whoText(tuned: readonly Tuned[]): string {
  const names = tuned.map(({ workload }) => `${workload.kind} ${workload.name}`);
  const [first = '', ...others] = names;
  return others.length > 2 ? `${first} and ${others.length} other workloads` : names.join(' and ');
}

function countsAll({ spec }: ResourceQuota): boolean {
  return !spec.scopeSelector && (spec.scopes ?? []).every((scope) => scopesOfAll.includes(scope));
}

function amountOf(text = '0'): bigint {
  return parseQuantity(text) ?? 0n;
}
