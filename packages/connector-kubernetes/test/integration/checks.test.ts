import { adjustment, type Check, control, runChecks, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import type { WorkloadObject } from '../../src/api/objects.js';
import {
  deployments,
  leases,
  limitRanges,
  type Resource,
  resourceQuotas,
  statefulSets,
  verticalAutoscalers,
} from '../../src/api/resource.js';
import { KubernetesConfig } from '../../src/config/kubernetes-config.js';
import { KubernetesChecks } from '../../src/kubernetes-checks.js';
import { rbacRules } from '../../src/rbac-rules.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy } from '../support/faulty-proxy.js';
import { grant, restrictedKubeconfig } from '../support/restricted-user.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('the checks of KubernetesConnector', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  let space: TestNamespace;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
    space = await TestNamespace.create(api);
    await Promise.all([space.deployment(), space.statefulSet()]);
  });
  afterAll(async () => {
    await space[Symbol.asyncDispose]();
    api[Symbol.dispose]();
  });

  const context = () => eventContext({ event: 'check' as const, clock: systemClock });
  const check = async (config: object): Promise<readonly Check[]> => {
    const { host } = await sampleConnector({ kubeconfig, namespace: space.name, ...config });
    using checks = new KubernetesChecks(host);
    return await runChecks(checks, { haltOn: null, context: context() });
  };
  const failures = (checks: readonly Check[]) =>
    checks.filter(({ success }) => !success).map(({ id, message, hint }) => ({ id, message, hint }));

  test('all pass for workloads that are as they shall be', async () => {
    const workloads = { deployments: [sampleWorkload()], statefulSets: [sampleWorkload({ name: 'db' })] };
    const checks = await check(workloads);
    expect(failures(checks)).toEqual([]);
    expect(checks.length).toBeGreaterThan(10);
  });

  test('a workload that is missing is named, and how to find it', async () => {
    const checks = await check({ deployments: [sampleWorkload({ name: 'shop' })] });
    expect(failures(checks)).toContainEqual({
      id: 'exists_item_0',
      message: `Deployment ${space.name}/shop does not exist (Not Found)`,
      hint: expect.stringContaining(`kubectl -n ${space.name} get deployments`),
    });
  });

  test('a container that is missing is named with those that are there', async () => {
    const containers = [
      { name: 'web', cpu: { min: 1, max: 2, step: 1 }, memory: { min: '1Gi', max: '2Gi', step: '1Gi' } },
    ];
    const checks = await check({ deployments: [sampleWorkload({ containers })] });
    expect(failures(checks)[0]).toMatchObject({
      message: expect.stringContaining('no container named "web" (found "main")'),
    });
  });

  test('a container without the requirement that is read is found', async () => {
    await space.deployment({ name: 'free', resources: { requests: { memory: '128Mi' } } });
    const checks = await check({ deployments: [sampleWorkload({ name: 'free' })] });
    expect(failures(checks)).toContainEqual({
      id: 'resourceRequirements_item_0',
      message:
        'Deployment free target container main spec does not define the resource cpu. At least one of the following must be specified: requests, limits',
      hint: expect.any(String),
    });
  });

  test('an autoscaler fails a critical check unless it is accepted', async () => {
    await space.deployment({ name: 'scaled' });
    const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' }, maxReplicas: 3 };
    const scalers = { group: 'autoscaling', version: 'v2', plural: 'horizontalpodautoscalers' };
    await space.create(scalers, { metadata: { name: 'scaled-hpa' }, spec });
    const refused = await check({ deployments: [sampleWorkload({ name: 'scaled' })] });
    expect(failures(refused)).toEqual([
      expect.objectContaining({ message: expect.stringContaining('HorizontalPodAutoscaler scaled-hpa changes') }),
    ]);
    const accepted = await check({ deployments: [sampleWorkload({ name: 'scaled', acceptAutoscaler: true })] });
    expect(failures(accepted)).toEqual([]);
  });

  test('a VerticalPodAutoscaler fails a critical check unless it only advises', async () => {
    await space.deployment({ name: 'sized' });
    await using _ = await verticalAutoscalersKnown(api);
    const targetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sized' };
    const make = (name: string, spec: object): Promise<unknown> =>
      space.create(verticalAutoscalers, { ...sizerKind, metadata: { name }, spec });
    const found = async () => failures(await check({ deployments: [sampleWorkload({ name: 'sized' })] }));
    await vi.waitFor(() => make('of-another', { targetRef: { ...targetRef, name: 'other' } }), 20_000);
    await make('advising', { targetRef, updatePolicy: { updateMode: 'Off' } });
    expect(await found()).toEqual([]);
    await make('sizing', { targetRef, updatePolicy: { updateMode: 'Recreate' } });
    expect(await found()).toEqual([
      expect.objectContaining({
        id: 'autoscalers_item_0',
        message: 'VerticalPodAutoscaler sizing changes Deployment "sized" while it is tuned',
      }),
    ]);
    const accepted = await check({ deployments: [sampleWorkload({ name: 'sized', acceptAutoscaler: true })] });
    expect(failures(accepted)).toEqual([]);
  });

  test('a workload that is not ready is found', async () => {
    await space.deployment({ name: 'slow' });
    const annotations = { 'sim.test/behaviour': 'never-ready' };
    await space.patch('slow', { spec: { template: { metadata: { annotations } } } });
    expect(failures(await check({ deployments: [sampleWorkload({ name: 'slow' })] }))).toEqual([
      {
        id: 'ready_item_0',
        message: 'Deployment "slow" is not ready',
        hint: `kubectl -n ${space.name} rollout status deployment/slow`,
      },
    ]);
  });

  test('a namespace that is missing is named, and how to find it', async () => {
    const checks = await check({ namespace: `${space.name}-not`, deployments: [sampleWorkload()] });
    expect(failures(checks)).toContainEqual({
      id: 'namespaceExists_item_0',
      message: `namespace ${space.name}-not does not exist (Not Found)`,
      hint: expect.stringContaining('kubectl get namespaces'),
    });
  });

  test('a namespace that is being deleted is no place to tune in', async () => {
    const doomed = await TestNamespace.create(api);
    await doomed.deployment();
    await doomed[Symbol.asyncDispose]();
    const checks = await check({ namespace: doomed.name, deployments: [sampleWorkload()] });
    expect(failures(checks)).toContainEqual(
      expect.objectContaining({ id: 'namespaceExists_item_0', message: expect.stringContaining('is being deleted') }),
    );
  });

  test.each<[string, object, Resource<WorkloadObject>, string]>([
    ['a paused Deployment', { paused: true }, deployments, 'is paused'],
    [
      'a StatefulSet of OnDelete',
      { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
      statefulSets,
      'update strategy OnDelete',
    ],
    [
      'a StatefulSet with a partition',
      { updateStrategy: { rollingUpdate: { partition: 1 } } },
      statefulSets,
      'has the partition 1',
    ],
  ])('%s fails a critical check, is not adjusted, and is repaired by the remedy', async (_, spec, resource, text) => {
    await using own = await TestNamespace.create(api);
    await (resource === deployments ? own.deployment() : own.statefulSet({ name: 'web' }));
    await own.patch('web', { spec }, resource);
    const list = resource === deployments ? 'deployments' : 'statefulSets';
    const config = { kubeconfig, namespace: own.name, [list]: [sampleWorkload()] };
    const [failed, ...others] = (await check(config)).filter(({ success }) => !success);
    expect(failed).toMatchObject({
      id: 'rollsOut_item_0',
      severity: 'critical',
      message: expect.stringContaining(text),
    });
    expect(others).toEqual([]);

    const { connector } = await sampleConnector(config);
    await using _connector = connector;
    const input = { adjustments: [adjustment('web/main', 'cpu', 0.375)], control: control() };
    const adjusting = () => connector.adjust(input, eventContext({ event: 'adjust', clock: systemClock }));
    const { generation } = (await own.get('web', resource)).metadata;
    await expect(adjusting()).rejects.toMatchObject({ reason: 'does-not-roll-out' });
    expect((await own.get('web', resource)).metadata.generation).toBe(generation);

    await failed?.remedy?.(AbortSignal.timeout(5_000));
    expect(failures(await check(config)).filter(({ id }) => id === 'rollsOut_item_0')).toEqual([]);
    await adjusting();
    expect((await own.get('web', resource)).status?.updatedReplicas).toBe(2);
  });

  test('a LimitRange that refuses settings is found, in agreement with the API server', async () => {
    await using own = await TestNamespace.create(api);
    await own.deployment();
    const limits = [{ type: 'Container', max: { cpu: '1' }, min: { memory: '128Mi' } }];
    await own.create(limitRanges, { metadata: { name: 'small' }, spec: { limits } });
    const config = { kubeconfig, namespace: own.name };
    const checks = await check({ ...config, deployments: [workloadUpTo(4, '64Mi')] });
    expect(failures(checks)).toEqual([
      {
        id: 'limitRanges_item_0',
        message:
          'LimitRange small: container main would get up to 4 of cpu, expected 1 or less; ' +
          'LimitRange small: container main would get as little memory as 64Mi, expected 128Mi or more',
        hint: expect.stringContaining('describe limitranges'),
      },
    ]);
    expect(failures(await check({ ...config, deployments: [workloadUpTo(1, '128Mi')] }))).toEqual([]);
    const { connector } = await sampleConnector({ ...config, deployments: [workloadUpTo(4, '64Mi')] });
    await using _ = connector;
    const adjust = (value: number) =>
      connector.adjust({ adjustments: [adjustment('web/main', 'cpu', value)], control: control() }, adjustContext());
    const adjustContext = () => eventContext({ event: 'adjust', clock: systemClock });
    await expect(adjust(2)).rejects.toThrow('maximum cpu usage per Container is 1, but limit is 2');
    await adjust(1);
  });

  test('a ResourceQuota that has no room for the settings is found', async () => {
    await using own = await TestNamespace.create(api);
    const hard = { 'requests.cpu': '2', pods: '10' };
    await own.create(resourceQuotas, { metadata: { name: 'small' }, spec: { hard } });
    await own.deployment();
    await own.deployment({ name: 'other' });
    const config = { kubeconfig, namespace: own.name };
    const checks = await check({ ...config, deployments: [workloadUpTo(1, '128Mi')] });
    expect(checks.filter(({ success }) => !success)).toMatchObject([
      {
        id: 'quotas_item_0',
        severity: 'warning',
        message: 'ResourceQuota small leaves Deployment web 1.5 of requests.cpu, but the largest settings need 8',
        hint: expect.stringContaining('describe resourcequotas'),
      },
    ]);
  });

  test('a version of Kubernetes that is not known to work is a warning', async () => {
    const { server = '', tokens } = cluster ?? {};
    const ca = await readFile(cluster?.authority ?? '', 'utf8');
    await using proxy = await FaultyProxy.start({ server, ca, token: tokens?.admin ?? '' });
    const made = await sampleConnector({ namespace: space.name, deployments: [sampleWorkload()] });
    const file = join(made.stateDir, 'kubeconfig');
    await writeFile(file, proxy.kubeconfig);
    const config = { kubeconfig: file, deployments: [sampleWorkload()] };
    expect((await check(config)).find(({ id }) => id === 'version')).toMatchObject({ success: true });
    proxy.fault(/^GET \/version/, { kind: 'answer', status: 200, body: '{"major": "1", "minor": "19+"}' }, 9);
    expect((await check(config)).find(({ id }) => id === 'version')).toMatchObject({
      success: false,
      severity: 'warning',
      message: 'Kubernetes 1.19+ is not known to work: expected 1.28 or newer',
      hint: expect.stringContaining('up to date'),
    });
  });

  test('the Role of rbacRules() is enough for all that the connector does', async () => {
    const workloads = { deployments: [sampleWorkload()], statefulSets: [sampleWorkload({ name: 'db' })] };
    const made = await sampleConnector({ namespace: space.name, ...workloads });
    const file = await restrictedKubeconfig(cluster, made.stateDir);
    const config = {
      kubeconfig: file,
      namespace: space.name,
      timeout: '4s',
      containerLogsInErrorStatus: true,
      ...workloads,
    };
    const none = await check(config);
    expect(failures(none)).toContainEqual(
      expect.objectContaining({
        id: 'permissions',
        message: expect.stringMatching(/^Not allowed in [^:]+: get, list, watch, patch deployments\.apps "web"; /),
      }),
    );

    const [{ rules } = { rules: [] }] = rbacRules(KubernetesConfig.parse(config));
    await grant(space, rules);
    expect(failures(await check(config))).toEqual([]);
    const { connector } = await sampleConnector(config);
    await using _ = connector;
    const adjustContext = () => eventContext({ event: 'adjust', clock: systemClock });
    const adjust = (component: string, setting: string, value: number) =>
      connector.adjust({ adjustments: [adjustment(component, setting, value)], control: control() }, adjustContext());
    await connector.attach(undefined, adjustContext());
    await connector.startup(undefined, adjustContext());
    await adjust('web/main', 'cpu', 0.375);
    await expect(adjust('db/main', 'mem', 128)).rejects.toMatchObject({ reason: 'unschedulable' });
    await connector.promote(undefined, adjustContext());
    await connector.shutdown(undefined, adjustContext());
    expect((await space.get('web')).spec.template.spec.containers[0]?.resources?.requests?.['cpu']).toBe('375m');

    using restricted = await clientOf(file);
    await using other = await TestNamespace.create(api);
    const how = { signal: AbortSignal.timeout(5_000) };
    const forbidden = (name: string, place = space.name) => [
      restricted.patch({ resource: deployments, namespace: place, name }, { spec: { replicas: 0 } }, how),
      restricted.replace({ resource: leases, namespace: place, name }, {}, how),
    ];
    const tried = await Promise.allSettled([...forbidden('not-tuned'), ...forbidden('web', other.name)]);
    expect(tried).toEqual(Array(4).fill({ status: 'rejected', reason: expect.objectContaining({ status: 403 }) }));
  });

  test('permissions are asked for as the user of each workload', async () => {
    await using own = await TestNamespace.create(api);
    const made = await sampleConnector({ namespace: own.name, deployments: [sampleWorkload()] });
    const file = await restrictedKubeconfig(cluster, made.stateDir);
    const other = sampleWorkload({ name: 'other', kubeconfig: file });
    const checks = await check({ namespace: own.name, deployments: [sampleWorkload(), other] });
    expect(checks.find(({ id }) => id === 'permissions')).toMatchObject({
      success: false,
      message: expect.stringMatching(/^Not allowed in \S+: .*patch.* deployments\.apps "other"/),
    });
  });

  test('a request that is forbidden says which rule the Role lacks', async () => {
    const other = await TestNamespace.create(api);
    await using _ = other;
    const made = await sampleConnector({ namespace: other.name, deployments: [sampleWorkload()] });
    const file = await restrictedKubeconfig(cluster, made.stateDir);
    const { connector } = await sampleConnector({
      kubeconfig: file,
      namespace: other.name,
      deployments: [sampleWorkload()],
    });
    await using _connector = connector;
    await expect(connector.describe(undefined, context())).rejects.toMatchObject({
      code: 'KUBERNETES_FORBIDDEN',
      hint: expect.stringContaining('{apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}'),
    });
  });
});

const sizerKind = { apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler' };

/** Lets the API server know the kind of which real clusters have a controller as well; dispose it to make it unknown again. */
async function verticalAutoscalersKnown(api: HttpApi): Promise<AsyncDisposable> {
  const resource = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' };
  const { group, plural } = verticalAutoscalers;
  const name = `${plural}.${group}`;
  const names = { plural, singular: 'verticalpodautoscaler', kind: sizerKind.kind, listKind: `${sizerKind.kind}List` };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  const metadata = { name, annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } };
  const how = { signal: AbortSignal.timeout(60_000) };
  await api.create({ resource }, { metadata, spec: { group, names, scope: 'Namespaced', versions } }, how);
  return { [Symbol.asyncDispose]: () => api.delete({ resource, name }, undefined, how) };
}

function workloadUpTo(cpu: number, memory: string): object {
  const container = {
    name: 'main',
    cpu: { min: '125m', max: cpu, step: '125m' },
    memory: { min: memory, max: '1Gi', step: '64Mi' },
  };
  return sampleWorkload({ containers: [container] });
}
