import type { Condition } from '../api/objects.js';
import { isObserved } from '../view/readiness.js';
import type { Snapshot } from '../view/workload-view.js';
import { firstTrouble } from './first-trouble.js';
import { nodeTrouble } from './node-trouble.js';
import { isNews } from './restart-baseline.js';
import { scheduleTrouble } from './schedule-trouble.js';
import { type Finder, rejected } from './trouble.js';
import { unreadyTrouble } from './unready-trouble.js';

/** Finds that the controller cannot make pods, for instance because of a quota. */
export const quotaTrouble: Finder = (_, { name, baseline }, snapshot) => {
  const failure = conditionOf(snapshot, 'ReplicaFailure');
  const told = failure?.status === 'True' ? failure : snapshot.refusals.find((event) => isNews(baseline, event));
  if (!told) return undefined;
  const reason = told.message?.includes('exceeded quota') ? 'quota-exceeded' : 'start-failed';
  return rejected(reason, `${name}: pods cannot be made: ${told.message ?? told.reason ?? ''}`);
};

/** Finds that the controller itself has given up; the pods say why, if they do. */
export const progressTrouble: Finder = (pods, options, snapshot) => {
  const progressing = conditionOf(snapshot, 'Progressing');
  if (progressing?.status !== 'False') return undefined;
  const { reason = '', message = '' } = progressing;
  return (
    firstTrouble([quotaTrouble, scheduleTrouble, nodeTrouble, unreadyTrouble], pods, options, snapshot) ??
    rejected('start-failed', `${options.name} stopped progressing: ${message} (${reason})`)
  );
};

/** What the controller says about the present template, if it has seen that. */
function conditionOf({ workload }: Snapshot, type: string): Condition | undefined {
  if (!isObserved(workload)) return undefined;
  return workload.status?.conditions?.find((condition) => condition.type === type);
}
