import { componentNameOf, tuningComponentOf } from './component-names.js';
import { type Named, twice } from './twice.js';
import { variableProblems } from './variable-problems.js';
import type { ContainerConfig, WorkloadConfig } from './workload-config.js';
import type { WorkloadProblem } from './workload-problem.js';

interface Workloads extends Pick<WorkloadConfig, 'kubeconfig' | 'context' | 'namespace'> {
  readonly deployments: readonly WorkloadConfig[];
  readonly statefulSets: readonly WorkloadConfig[];
}

/** Finds what no single field shows: strategies that cannot be, and names that stand twice; of each place the first. */
export function workloadProblems(config: Workloads): readonly WorkloadProblem[] {
  const lists = ['deployments', 'statefulSets'] as const;
  const workloads = lists.flatMap((list) =>
    config[list].map((workload, index) => ({ list, workload, path: [list, index] })),
  );
  const named = workloads.map(({ list, workload, path }) => {
    const { kubeconfig, context, namespace = 'default' } = { ...config, ...workload };
    const name = JSON.stringify([list, kubeconfig, context, namespace, workload.name]);
    return { path: [...path, 'name'], name, text: `"${workload.name}"` };
  });
  const components = workloads.flatMap(componentsAt);
  const problems = [
    ...workloads.flatMap(({ list, workload, path }) => [
      ...strategyProblems(list, workload, path),
      ...containerProblems(workload, path),
    ]),
    ...twice(named),
    ...twice(components),
    ...components.filter(({ name }) => name.includes('.')).map(({ path, text }) => dotted(path, text)),
  ];
  return [...new Map(problems.toReversed().map((problem) => [problem.path.join('.'), problem])).values()].toReversed();
}

interface Place {
  readonly workload: WorkloadConfig;
  readonly path: readonly (string | number)[];
}

function componentsAt({ workload, path }: Place): readonly Named[] {
  const tuning = tuningComponentOf(workload);
  const names = [
    ...workload.containers.map((container, index) => ({
      path: [...path, 'containers', index, 'name'],
      name: componentNameOf(workload, container),
    })),
    ...(tuning === undefined ? [] : [{ path: [...path, 'strategy'], name: tuning }]),
  ];
  return names.map((each) => ({ ...each, text: `the component "${each.name}"` }));
}

function strategyProblems(
  list: keyof Workloads,
  workload: WorkloadConfig,
  path: readonly (string | number)[],
): readonly WorkloadProblem[] {
  if (tuningComponentOf(workload) === undefined) return [];
  return [
    ...(list === 'statefulSets'
      ? [{ path: [...path, 'strategy'], message: 'a StatefulSet cannot have a canary; use the strategy "default"' }]
      : []),
    ...(workload.containers.length > 1
      ? [{ path: [...path, 'containers'], message: 'a canary tunes one container; leave the others out' }]
      : []),
  ];
}

function containerProblems(workload: WorkloadConfig, path: readonly (string | number)[]): readonly WorkloadProblem[] {
  const isCanary = tuningComponentOf(workload) !== undefined;
  const names = workload.containers.map(({ name }, index) => ({
    path: [...path, 'containers', index, 'name'],
    name,
    text: `the container "${name}"`,
  }));
  const within = workload.containers.flatMap((container, index) => {
    const at = [...path, 'containers', index];
    return [...variableProblems(container, at), ...(isCanary ? [] : canaryOnlyProblems(container, at))];
  });
  return [...twice(names), ...within];
}

/** A tuning pod begins with these; the workload has requirements and variables of its own. */
function canaryOnlyProblems(
  { cpu, memory, staticEnvironmentVariables }: ContainerConfig,
  at: readonly (string | number)[],
): readonly WorkloadProblem[] {
  const requirements = Object.entries({ cpu, memory }).flatMap(([name, config]) =>
    (['request', 'limit'] as const).filter((key) => config[key] !== undefined).map((key) => [...at, name, key]),
  );
  return [
    ...requirements.map((path) => ({
      path,
      message: 'only a tuning pod begins with it; for the strategy "default" set it in the workload itself',
    })),
    ...(staticEnvironmentVariables === undefined
      ? []
      : [
          {
            path: [...at, 'staticEnvironmentVariables'],
            message: 'only a tuning pod can have variables of its own; the strategy "default" changes the workload',
          },
        ]),
  ];
}

function dotted(path: readonly (string | number)[], text: string): WorkloadProblem {
  return { path, message: `${text} would have a dot in its name; give it an "alias"` };
}
