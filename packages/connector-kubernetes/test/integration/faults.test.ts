import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adjustment, control, findSetting, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { deployments } from '../../src/api/resource.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy, type ProxyFault } from '../support/faulty-proxy.js';
import { kubectl } from '../support/kubectl.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('KubernetesConnector, with faults between it and the API server', () => {
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(cluster?.kubeconfig ?? '');
  });
  afterAll(() => api[Symbol.dispose]());

  const context = () => eventContext({ event: 'adjust', clock: systemClock });
  const setUp = async ({ timeout = '20s', schedulingGrace = '60s', acceptAutoscaler = false } = {}) => {
    const stack = new AsyncDisposableStack();
    const ca = await readFile(cluster?.authority ?? '', 'utf8');
    const { server = '', tokens } = cluster ?? {};
    const proxy = stack.use(await FaultyProxy.start({ server, ca, token: tokens?.admin ?? '' }));
    const space = stack.use(await TestNamespace.create(api));
    const deploying = { deployments: [sampleWorkload()], acceptAutoscaler };
    const config = { namespace: space.name, timeout, schedulingGrace, ...deploying };
    const { stateDir } = await sampleConnector(config);
    const kubeconfig = join(stateDir, 'kubeconfig');
    await writeFile(kubeconfig, proxy.kubeconfig);
    const { connector, logger } = await sampleConnector({ ...config, kubeconfig }, { stateDir });
    stack.use(connector);
    await space.deployment();
    return { proxy, space, connector, logger, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const change = (setting: string, value: number) => ({
    adjustments: [adjustment('web/main', setting, value)],
    control: control(),
  });

  /** Writes as somebody else does. */
  const byKubectl = async ({ name }: TestNamespace, ...args: readonly string[]): Promise<void> => {
    if (cluster) await kubectl(cluster, '-n', name, ...args);
  };

  test('an API server that does not answer is told of at once, and is asked again', async () => {
    await using made = await setUp();
    made.proxy.fault(/^GET .*deployments\/web/, { kind: 'drop' }, 2);
    await made.connector.describe(undefined, context());
    expect(made.logger.messages('warn')).toEqual([
      expect.stringMatching(/^The API server at http:.* cannot be reached: .*; it is asked again$/),
    ]);
  });

  test.each<[string, RegExp, ProxyFault]>([
    ['a read is dropped', /^GET .*deployments\?/, { kind: 'drop' }],
    ['a read fails', /^GET .*pods\?/, { kind: 'answer', status: 500 }],
    ['the server is busy', /^PATCH /, { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
    ['a write is dropped', /^PATCH (?!.*dryRun)/, { kind: 'drop' }],
    ['the answer to a write is lost', /^PATCH (?!.*dryRun)/, { kind: 'lose-answer' }],
    ['a write meets another one', /^PATCH (?!.*dryRun)/, { kind: 'answer', status: 409 }],
    ['a write fails', /^PATCH (?!.*dryRun)/, { kind: 'answer', status: 503 }],
    ['a watch is dropped', /watch=true/, { kind: 'drop' }],
    ['a watch is cut', /deployments.*watch=true/, { kind: 'cut' }],
    ['a watch is too old', /deployments.*watch=true/, { kind: 'gone' }],
  ])('adjust() comes to its end when %s', async (_, pattern, fault) => {
    await using made = await setUp();
    made.proxy.fault(pattern, fault);
    const found = await made.connector.adjust(change('cpu', 0.375), context());
    expect(findSetting(found, 'web/main.cpu')?.value).toBe(0.375);
    const { spec, status } = await made.space.get('web');
    expect(spec.template.spec.containers[0]?.resources?.requests?.['cpu']).toBe('375m');
    expect(status?.updatedReplicas).toBe(2);
  });

  test('adjust() judges nothing before it is told of it, where watches lag behind', async () => {
    await using made = await setUp({ timeout: '30s', schedulingGrace: '1s' });
    made.proxy.fault(/watch=true/, { kind: 'slow', milliseconds: 3_000 }, 100);
    const began = systemClock.monotonic();
    const found = await made.connector.adjust(change('cpu', 0.375), context());
    expect(systemClock.monotonic() - began).toBeGreaterThan(3_000);
    expect(findSetting(found, 'web/main.cpu')?.value).toBe(0.375);
    expect((await made.space.get('web')).status).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
    const failed = made.connector.adjust(change('mem', 128), context());
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable' });
    const { spec } = await made.space.ready('web');
    expect(spec.template.spec.containers[0]?.resources?.requests).toEqual({ cpu: '375m', memory: '256Mi' });
  });

  test('adjust() needs ten requests beside the watches, and no more than one a second while it waits', async () => {
    await using made = await setUp({ timeout: '5s' });
    const failed = made.connector.adjust(change('mem', 128), context());
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable' });
    const before = made.proxy.requests.findIndex((line) => /^PATCH (?!.*dryRun)/.test(line));
    const back = made.proxy.requests.findLastIndex((line) => line.startsWith('PATCH '));
    const isWatch = (line: string): boolean => line.includes('watch=true');
    expect(made.proxy.requests.slice(0, before + 1).filter((line) => !isWatch(line)).length).toBeLessThanOrEqual(10);
    const waiting = made.proxy.requests.slice(before + 1, back).filter((line) => !isWatch(line));
    expect(waiting.length).toBeLessThanOrEqual(5);
  });

  test('adjust() fails when the writes do not get through, and leaves the workload as it was', async () => {
    await using made = await setUp();
    made.proxy.fault(/^PATCH (?!.*dryRun)/, { kind: 'answer', status: 409 }, 100);
    const failed = made.connector.adjust(change('cpu', 0.375), context());
    await expect(failed).rejects.toMatchObject({ code: 'ADJUSTMENT_FAILED', reason: 'conflict' });
    const { spec, metadata } = await made.space.get('web');
    expect(spec.template.spec.containers[0]?.resources?.requests?.['cpu']).toBe('250m');
    expect(metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('promoting is tried again where somebody else writes at the same time', async () => {
    await using made = await setUp();
    await made.connector.adjust(change('cpu', 0.375), context());
    made.proxy.fault(/^PATCH (?!.*dryRun)/, { kind: 'answer', status: 409 }, 2);
    await made.connector.promote(undefined, context());
    expect((await made.space.get('web')).metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('a change of somebody else is named, and not overwritten', async () => {
    await using made = await setUp();
    const adjusting = made.connector.adjust(
      { ...change('cpu', 0.375), control: control({ settlement: '15s' }) },
      context(),
    );
    const ended = expect(adjusting).rejects.toMatchObject({
      reason: 'changed-elsewhere',
      message: `Deployment ${made.space.name}/web was changed by "kubectl-set" while it was adjusted`,
    });
    while ((await made.space.get('web')).metadata.annotations?.[beforeAnnotation] === undefined);
    await byKubectl(made.space, 'set', 'resources', 'deployment/web', '--requests=cpu=200m');
    await ended;
    const { spec } = await made.space.get('web');
    expect(spec.template.spec.containers[0]?.resources).toEqual({
      requests: { cpu: '200m', memory: '256Mi' },
      limits: { cpu: '500m', memory: '512Mi' },
    });
  });

  test('a workload that is deleted and made anew ends the adjustment, and the new one is left alone', async () => {
    await using made = await setUp();
    const adjusting = made.connector.adjust(change('mem', 128), context());
    const ended = expect(adjusting).rejects.toMatchObject({
      reason: 'changed-elsewhere',
      message: `Deployment ${made.space.name}/web was deleted while it was adjusted`,
    });
    while ((await made.space.get('web')).metadata.annotations?.[beforeAnnotation] === undefined);
    made.proxy.breakOff(); // so that the deletion is not seen, only the one that is there later
    const key = { resource: deployments, namespace: made.space.name, name: 'web' };
    await api.delete(key, undefined, { signal: AbortSignal.timeout(5_000) });
    const { metadata } = await made.space.deployment();
    made.proxy.fault(/deployments.*watch=true/, { kind: 'gone' });
    made.proxy.mend();
    await ended;
    expect((await made.space.get('web')).metadata).toMatchObject({ uid: metadata.uid, generation: 1 });
  });

  test('a workload that is made anew while it is unknown whether a write arrived is not written', async () => {
    await using made = await setUp();
    const key = { resource: deployments, namespace: made.space.name, name: 'web' };
    made.proxy.fault(/^PATCH (?!.*dryRun)/, { kind: 'hang' }); // it is cut off below
    const adjusting = made.connector.adjust(change('cpu', 0.375), context());
    const ended = expect(adjusting).rejects.toMatchObject({
      message: expect.stringContaining('was deleted while it was adjusted'),
    });
    await vi.waitFor(() => expect(made.proxy.pending).toBe(0), 10_000);
    await api.delete(key, undefined, { signal: AbortSignal.timeout(5_000) });
    const { metadata } = await made.space.deployment();
    made.proxy.breakOff();
    made.proxy.mend();
    await ended;
    expect((await made.space.get('web')).metadata).toMatchObject({ uid: metadata.uid, generation: 1 });
  });

  test('a change of the template while it is measured counts also where an autoscaler is accepted', async () => {
    await using made = await setUp({ acceptAutoscaler: true });
    const asked = { control: control() };
    await made.connector.observe(asked, context());
    await made.space.patch('web', { spec: { replicas: 3 } });
    await made.connector.review([], context());
    await made.space.patch('web', { spec: { minReadySeconds: 1 } });
    await expect(made.connector.review([], context())).rejects.toMatchObject({ reason: 'inconclusive' });
  });

  test('a change of somebody else while it is measured makes that inconclusive, and is named', async () => {
    await using made = await setUp();
    const asked = { control: control() };
    await made.connector.observe(asked, context());
    await made.connector.review([], context());
    await made.connector.observe(asked, context());
    await byKubectl(made.space, 'set', 'env', 'deployment/web', 'MODE=b');
    await expect(made.connector.review([], context())).rejects.toMatchObject({
      code: 'MEASUREMENT_FAILED',
      reason: 'inconclusive',
      message: expect.stringContaining(`Deployment ${made.space.name}/web was changed by "kubectl-set"`),
    });
  });

  test('a Lease that is lost ends the adjustment, and nothing more is written', async () => {
    await using made = await setUp({ timeout: '60s' });
    const adjusting = made.connector.adjust(change('mem', 128), context());
    while ((await made.space.get('web')).metadata.annotations?.[beforeAnnotation] === undefined);
    const lease = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases' };
    const spec = {
      holderIdentity: 'another-servo',
      leaseDurationSeconds: 60,
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    };
    const key = { resource: lease, namespace: made.space.name, name: 'servo-deployment-web' };
    await api.patch(key, { spec }, { signal: AbortSignal.timeout(5_000) });
    const writes = made.proxy.count(/^PATCH /);
    await expect(adjusting).rejects.toMatchObject({ code: 'EVENT_ABORTED', reason: 'lease-lost' });
    expect(made.proxy.count(/^PATCH /)).toBe(writes);
    const again = made.connector.adjust(change('replicas', 3), context());
    await expect(again).rejects.toMatchObject({ message: expect.stringContaining('is tuned by another-servo') });
  });

  test('a Lease that cannot be renewed ends the adjustment when its time is over', async () => {
    await using made = await setUp({ timeout: '60s' });
    made.proxy.fault(/^PUT /, { kind: 'hang' }, 100);
    const adjusting = made.connector.adjust(change('mem', 128), context());
    await expect(adjusting).rejects.toMatchObject({ code: 'EVENT_ABORTED', reason: 'lease-lost' });
    expect(made.proxy.count(/^PATCH (?!.*dryRun)/)).toBe(1);
  });

  test('a servo ends although its Lease cannot be given back', async () => {
    await using made = await setUp();
    await made.connector.startup(undefined, context());
    made.proxy.fault(/^PUT /, { kind: 'hang' }, 100);
    await made.connector[Symbol.asyncDispose]();
    expect(made.proxy.count(/^PUT /)).toBe(1);
  });
});
