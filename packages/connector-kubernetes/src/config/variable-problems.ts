import { twice } from './twice.js';
import { isVariableName, variableNameExpected } from './variable-name.js';
import type { ContainerConfig } from './workload-config.js';
import type { WorkloadProblem } from './workload-problem.js';

/** Finds variables of a container that stand twice, or that no container can have. */
export function variableProblems(
  { env, staticEnvironmentVariables = {} }: ContainerConfig,
  at: readonly (string | number)[],
): readonly WorkloadProblem[] {
  const variables = env.map(({ name, literal = name }, index) => ({
    path: [...at, 'env', index],
    name: literal,
    text: `the variable ${literal}`,
  }));
  const settings = env.map(({ name }, index) => ({
    path: [...at, 'env', index, 'name'],
    name,
    text: `the setting "${name}"`,
  }));
  const reserved = ['cpu', 'mem', 'replicas'].map((name) => ({ path: at, name, text: '' }));
  const misnamed = settings.filter((_, index) => env[index]?.literal === undefined);
  const own = Object.keys(staticEnvironmentVariables).map((name) => ({
    path: [...at, 'staticEnvironmentVariables', name],
    name,
  }));
  return [
    ...twice(variables),
    ...twice([...reserved, ...settings]),
    ...[...misnamed, ...own]
      .filter(({ name }) => !isVariableName(name))
      .map(({ path, name }) => ({ path, message: `${variableNameExpected}; "${name}" is none` })),
  ];
}
