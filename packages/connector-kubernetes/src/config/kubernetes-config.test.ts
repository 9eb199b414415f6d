import { expect, test } from 'vitest';
import { KubernetesConfig } from './kubernetes-config.js';
import { workloadsOf } from './workload.js';

const container = {
  name: 'main',
  cpu: { min: '125m', max: '2.5', step: '125m' },
  memory: { min: '128.0MiB', max: '2.5GiB', step: '128Mi' },
};
const web = { name: 'web', replicas: { min: 1, max: 4 }, containers: [container] };

const problems = (input: object): readonly string[] => {
  const { error } = KubernetesConfig.safeParse(input);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};
const withContainer = (change: object): object => ({
  deployments: [{ ...web, containers: [{ ...container, ...change }] }],
});
const withVariable = (variable: object): object => withContainer({ env: [variable] });
const workers = { name: 'WORKERS', type: 'range', valueType: 'int', min: 1, max: 8, step: 1 };

test('KubernetesConfig reads amounts in cores and GiB', () => {
  const { deployments } = KubernetesConfig.parse({ deployments: [web] });
  expect(deployments[0]?.containers[0]).toMatchObject({
    cpu: { min: 0.125, max: 2.5, step: 0.125, get: ['request', 'limit'], set: ['request', 'limit'], pinned: false },
    memory: { min: 0.125, max: 2.5, step: 0.125 },
  });
});

test('KubernetesConfig counts memory with a decimal point in GiB, in quotes or not', () => {
  const memory = { min: 0.25, max: '2.0', step: '0.25' };
  expect(KubernetesConfig.parse(withContainer({ memory })).deployments[0]?.containers[0]?.memory).toMatchObject({
    min: 0.25,
    max: 2,
    step: 0.25,
  });
});

test('KubernetesConfig lets one value stand alone, whatever its step', () => {
  const memory = { min: '1Gi', max: '1Gi', step: '128Mi' };
  expect(problems(withContainer({ memory, env: [{ ...workers, max: 1 }] }))).toEqual([]);
});

test.each([
  ['nothing to tune', {}, ': there is nothing to tune'],
  ['no container', { deployments: [{ ...web, containers: [] }] }, 'deployments.0.containers: '],
  ['an unknown kind', { rollouts: [web], deployments: [web] }, 'rollouts'],
  ['a mode that is none', { onFailure: 'panic', deployments: [web] }, 'onFailure: '],
  ['text as replicas', { deployments: [{ ...web, replicas: { min: '1', max: 2 } }] }, 'deployments.0.replicas.min: '],
  ['a canary of a StatefulSet', { statefulSets: [{ ...web, strategy: 'canary' }] }, 'a StatefulSet cannot have'],
  [
    'a canary of two containers',
    {
      deployments: [{ ...web, strategy: 'canary', containers: [container, { ...container, name: 'other' }] }],
    },
    'deployments.0.containers: a canary tunes one container',
  ],
  [
    'a tuning pod named as another component',
    { deployments: [{ ...web, strategy: { type: 'canary', alias: 'web/main' } }] },
    'deployments.0.strategy: the component "web/main" stands twice',
  ],
  ['an alias without a canary', { deployments: [{ ...web, strategy: { type: 'default', alias: 'x' } }] }, 'strategy: '],
  [
    'a workload twice',
    { deployments: [web, { ...web, containers: [{ ...container, alias: 'other' }] }] },
    'deployments.1.name: "web" stands twice',
  ],
  [
    'a workload twice, once with the namespace that is meant anyway',
    { deployments: [web, { ...web, namespace: 'default', containers: [{ ...container, alias: 'other' }] }] },
    'deployments.1.name: "web" stands twice',
  ],
  [
    'a container twice, once with an alias',
    { deployments: [{ ...web, containers: [container, { ...container, alias: 'other' }] }] },
    'deployments.0.containers.1.name: the container "main" stands twice',
  ],
  [
    'a container twice',
    { deployments: [{ ...web, containers: [container, container] }] },
    'deployments.0.containers.1.name: the container "main" stands twice',
  ],
  [
    'memory without a unit',
    withContainer({ memory: { ...container.memory, max: 4 } }),
    'memory.max: expected memory with a unit: 4 alone would be 4 bytes; write 4Gi or 4Mi',
  ],
  [
    'half a millicore',
    withContainer({ cpu: { ...container.cpu, step: '0.5m' } }),
    'cpu.step: expected a multiple of 1m',
  ],
  [
    'bounds that fall',
    withContainer({ cpu: { ...container.cpu, min: 3 } }),
    'cpu.min: expected "min" not to be greater',
  ],
  [
    'no memory at all',
    withContainer({ memory: { ...container.memory, min: '0.0' } }),
    'memory.min: expected more than 0',
  ],
  ['a requirement that is none', withContainer({ cpu: { ...container.cpu, get: ['requests'] } }), 'cpu.get.0: '],
  [
    'a step beyond the range',
    withContainer({ cpu: { ...container.cpu, step: 3 } }),
    'cpu.step: expected no more than "max" less "min"',
  ],
  [
    'a step of replicas beyond the range',
    { deployments: [{ ...web, replicas: { min: 1, max: 4, step: 4 } }] },
    'replicas.step: expected no more than',
  ],
  ['no time at all', { timeout: '0s', deployments: [web] }, 'timeout: expected more than 0'],
  ['half a step of an int', withVariable({ ...workers, step: 0.5 }), 'env.0.step: expected a whole number'],
  ['half an int', withVariable({ ...workers, min: 1.5 }), 'env.0.min: expected a whole number'],
  ['a step of a variable beyond the range', withVariable({ ...workers, step: 9 }), 'env.0.step: expected no more'],
  ['a value twice', withVariable({ name: 'A', type: 'enum', values: [1, '1'] }), 'values: expected each value once'],
  [
    'a variable that cannot be one',
    withVariable({ ...workers, name: 'A=B' }),
    'env.0.name: expected the name of an environment variable',
  ],
  [
    'a variable of a tuning pod that cannot be one',
    {
      deployments: [
        { ...web, strategy: 'canary', containers: [{ ...container, staticEnvironmentVariables: { 'A B': 1 } }] },
      ],
    },
    'staticEnvironmentVariables.A B: expected the name of an environment variable',
  ],
  [
    'a tuning pod whose request is above its limit',
    {
      deployments: [
        { ...web, strategy: 'canary', containers: [{ ...container, cpu: { ...container.cpu, request: 2, limit: 1 } }] },
      ],
    },
    'cpu.request: expected "request" not to be greater than "limit"',
  ],
  [
    'a request without a tuning pod',
    withContainer({ cpu: { ...container.cpu, request: '250m' } }),
    'cpu.request: only a tuning pod begins with it',
  ],
  [
    'a limit without a tuning pod',
    withContainer({ memory: { ...container.memory, limit: '1Gi' } }),
    'memory.limit: only a tuning pod begins with it',
  ],
  ['an unknown key', withContainer({ cpu: { ...container.cpu, mn: 1 } }), 'mn'],
  ['variables of the workload', withContainer({ staticEnvironmentVariables: { A: 1 } }), 'only a tuning pod'],
  [
    'a setting named as another',
    withContainer({ env: [{ name: 'cpu', type: 'enum', values: ['1'] }] }),
    '"cpu" stands twice',
  ],
  ['a variable without a type', withContainer({ env: [{ name: 'A', values: ['1'] }] }), 'env.0'],
  ['a component with a dot', { deployments: [{ ...web, name: 'web.v1' }] }, 'give it an "alias"'],
])('KubernetesConfig refuses %s', (_, input, problem) => {
  expect(problems(input)).toEqual([expect.stringContaining(problem)]);
});

test('workloadsOf() gives each workload what it does not say itself', () => {
  const above = { namespace: 'shop', onFailure: 'shutdown', timeout: '1m' };
  const own = { ...web, name: 'api', namespace: 'default', onFailure: 'exception' };
  const config = KubernetesConfig.parse({ ...above, deployments: [web, own], statefulSets: [{ ...web, name: 'db' }] });
  expect(workloadsOf(config)).toMatchObject([
    { kind: 'Deployment', name: 'web', namespace: 'shop', onFailure: 'shutdown' },
    { kind: 'Deployment', name: 'api', namespace: 'default', onFailure: 'exception' },
    { kind: 'StatefulSet', name: 'db', namespace: 'shop', onFailure: 'shutdown' },
  ]);
});

test('workloadsOf() names the component of a tuning pod', () => {
  const named = { ...web, name: 'api', strategy: { type: 'canary', alias: 'tuning' }, createTuningPod: false };
  const config = KubernetesConfig.parse({ deployments: [{ ...web, strategy: 'canary' }, named], statefulSets: [] });
  expect(workloadsOf(config).map(({ canary }) => canary)).toEqual([
    { component: 'web/main-tuning', isCreated: true },
    { component: 'tuning', isCreated: false },
  ]);
});

test('KubernetesConfig lets a tuning pod have variables of its own', () => {
  const own = { ...container, staticEnvironmentVariables: { WORKERS: 2, DEBUG: true } };
  const { deployments } = KubernetesConfig.parse({ deployments: [{ ...web, strategy: 'canary', containers: [own] }] });
  expect(deployments[0]?.containers[0]?.staticEnvironmentVariables).toEqual({ WORKERS: '2', DEBUG: 'true' });
});

test('workloadsOf() rolls back unless told otherwise, and knows the older name of shutdown', () => {
  expect(workloadsOf(KubernetesConfig.parse({ deployments: [web] }))[0]).toMatchObject({
    namespace: 'default',
    onFailure: 'rollback',
    timeout: { milliseconds: 300_000 },
  });
  const older = KubernetesConfig.parse({ onFailure: 'destroy', deployments: [web] });
  expect(workloadsOf(older)[0]?.onFailure).toBe('shutdown');
});

test('KubernetesConfig takes workloads of one name in two clusters', () => {
  const there = { ...web, context: 'there', containers: [{ ...container, alias: 'other' }] };
  expect(problems({ deployments: [web, there] })).toEqual([]);
});
