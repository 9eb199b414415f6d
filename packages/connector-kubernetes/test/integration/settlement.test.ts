import { adjustment, control, findSetting, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import type { Pod, WorkloadObject } from '../../src/api/objects.js';
import { clientOf } from '../support/cluster-client.js';
import { kubectl } from '../support/kubectl.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('KubernetesConnector, while a workload settles', () => {
  const { kubeconfig = '', programs = '' } = cluster ?? {};
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  /** Begins an adjustment, and returns when the rollout is over and the workload settles. */
  const settling = async (settlement: string, sample: object = {}) => {
    const stack = new AsyncDisposableStack();
    const space = stack.use(await TestNamespace.create(api));
    await space.deployment(sample);
    const config = { kubeconfig, namespace: space.name, timeout: '20s', deployments: [sampleWorkload()] };
    const { connector } = await sampleConnector(config);
    stack.use(connector);
    const context = eventContext({ event: 'adjust', clock: systemClock });
    const adjustments = [adjustment('web/main', 'cpu', 0.375)];
    const began = systemClock.monotonic();
    const adjusting = connector.adjust({ adjustments, control: control({ settlement }) }, context);
    let isOver = false;
    adjusting.catch(() => {}).finally(() => (isOver = true));
    while (!isOver && !context.progressed.some(({ message }) => message?.endsWith('settles'))) await space.get('web');
    const took = () => systemClock.monotonic() - began;
    return { space, adjusting, took, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const aPod = async (space: TestNamespace): Promise<Pod> => {
    const [pod] = await space.pods();
    if (!pod) throw new Error('there is no pod');
    return pod;
  };
  const until = async (space: TestNamespace, holds: (workload: WorkloadObject) => boolean): Promise<void> => {
    while (!holds(await space.get('web')));
  };
  /** Writes the status of a pod, as its node or the controller of nodes does. */
  const report = async (space: TestNamespace, pod: Pod, status: object): Promise<void> => {
    const patch = ['--subresource=status', '--patch', JSON.stringify({ status })];
    await kubectl({ kubeconfig, programs }, '-n', space.name, 'patch', 'pod', pod.metadata.name, ...patch);
  };
  const ready = (status: 'True' | 'False', rest: object = {}): object => ({
    conditions: [{ type: 'Ready', status, ...rest }],
  });
  const cpu = async (space: TestNamespace): Promise<string | undefined> =>
    (await space.get('web')).spec.template.spec.containers[0]?.resources?.requests?.['cpu'];

  test('a pod that is not ready for a moment does no harm', async () => {
    await using made = await settling('6s');
    const pod = await aPod(made.space);
    await report(made.space, pod, ready('False', { reason: 'ContainersNotReady' }));
    await until(made.space, ({ status }) => status?.readyReplicas === 1);
    await report(made.space, pod, ready('True', { reason: '' }));
    expect(findSetting(await made.adjusting, 'web/main.cpu')?.value).toBe(0.375);
    expect(made.took()).toBeGreaterThanOrEqual(6_000);
  });

  test('a pod that is not ready at the end is the fault of the settings', async () => {
    await using made = await settling('3s');
    const message = 'containers with unready status: [main]';
    await report(made.space, await aPod(made.space), ready('False', { reason: 'ContainersNotReady', message }));
    await expect(made.adjusting).rejects.toMatchObject({
      code: 'ADJUSTMENT_REJECTED',
      reason: 'unstable',
      message: expect.stringContaining('(reason ContainersNotReady) containers with unready status: [main]'),
    });
    expect(await cpu(made.space)).toBe('250m');
  });

  test('a pod that is evicted through the API, and replaced, does no harm', async () => {
    await using made = await settling('6s');
    const { name, uid } = (await aPod(made.space)).metadata;
    const path = `/api/v1/namespaces/${made.space.name}/pods/${name}/eviction`;
    await api.review(
      path,
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } },
      AbortSignal.timeout(5_000),
    );
    await made.adjusting;
    expect((await made.space.pods()).map(({ metadata }) => metadata.uid)).not.toContain(uid);
  });

  test('a pod that its node evicts is the fault of the settings, at once', async () => {
    await using made = await settling('60s');
    const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' };
    await report(made.space, await aPod(made.space), status);
    await expect(made.adjusting).rejects.toMatchObject({
      code: 'ADJUSTMENT_REJECTED',
      reason: 'unstable',
      message: expect.stringContaining('Evicted The node was low on resource: memory.'),
    });
    expect(made.took()).toBeLessThan(30_000);
    expect(await cpu(made.space)).toBe('250m');
  });

  test('a node that shuts down ends the adjustment, and is no fault of the settings', async () => {
    await using made = await settling('60s');
    const message = 'Pod was terminated in response to imminent node shutdown.';
    await report(made.space, await aPod(made.space), { phase: 'Failed', reason: 'Terminated', message });
    const failure = { code: 'ADJUSTMENT_FAILED', reason: 'node-lost', message: expect.stringContaining(message) };
    await expect(made.adjusting).rejects.toMatchObject(failure);
    expect(await cpu(made.space)).toBe('250m');
  });

  test('a node that stays silent is no fault of the settings', async () => {
    await using made = await settling('3s');
    const pod = await aPod(made.space);
    await report(made.space, pod, ready('False')); // as the controller of nodes writes it
    await expect(made.adjusting).rejects.toMatchObject({
      code: 'ADJUSTMENT_FAILED',
      reason: 'node-lost',
      message: expect.stringContaining(`${pod.metadata.name} on ${pod.spec.nodeName}`),
    });
    expect(await cpu(made.space)).toBe('250m');
  });

  test('a crash ends it at once', async () => {
    await using made = await settling('60s', { simulation: { behaviour: 'crash-loop' } });
    await expect(made.adjusting).rejects.toMatchObject({
      reason: 'unstable',
      message: expect.stringMatching(/crash restart detected: web-\S+ - main x1 \(Error, exit code 1\)/),
    });
    expect(made.took()).toBeLessThan(30_000);
  });
});
