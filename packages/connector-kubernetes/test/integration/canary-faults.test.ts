import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adjustment, control, findSetting, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import type { Pod } from '../../src/api/objects.js';
import { leases } from '../../src/api/resource.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy, type ProxyFault } from '../support/faulty-proxy.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('a canary, with faults between it and the API server', () => {
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(cluster?.kubeconfig ?? '');
  });
  afterAll(() => api[Symbol.dispose]());

  const context = () => eventContext({ event: 'adjust', clock: systemClock });
  const setUp = async (timeout = '20s') => {
    const stack = new AsyncDisposableStack();
    const ca = await readFile(cluster?.authority ?? '', 'utf8');
    const { server = '', tokens } = cluster ?? {};
    const proxy = stack.use(await FaultyProxy.start({ server, ca, token: tokens?.admin ?? '' }));
    const space = stack.use(await TestNamespace.create(api));
    const config = { namespace: space.name, timeout, deployments: [sampleWorkload({ strategy: 'canary' })] };
    const { stateDir } = await sampleConnector(config);
    const kubeconfig = join(stateDir, 'kubeconfig');
    await writeFile(kubeconfig, proxy.kubeconfig);
    const { connector } = await sampleConnector({ ...config, kubeconfig }, { stateDir });
    stack.use(connector);
    await space.deployment({ podSpec: { terminationGracePeriodSeconds: 5 } });
    await connector.startup(undefined, context());
    return { proxy, space, connector, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const change = (setting: string, value: number) => ({
    adjustments: [adjustment('web/main-tuning', setting, value)],
    control: control(),
  });
  const tuningPod = async (space: TestNamespace): Promise<Pod | undefined> =>
    (await space.pods()).find(({ metadata }) => metadata.name === 'web-tuning');
  const cpuOf = async (space: TestNamespace): Promise<string | undefined> =>
    (await tuningPod(space))?.spec.containers[0]?.resources?.requests?.['cpu'];
  const making = /^POST .*pods\?(?!.*dryRun)/;

  test.each<[string, RegExp, ProxyFault]>([
    ['a read is dropped', /^GET .*deployments\//, { kind: 'drop' }],
    ['a read fails', /^GET .*pods\?/, { kind: 'answer', status: 500 }],
    ['the pod cannot be made at first', making, { kind: 'answer', status: 503 }],
    ['the pod is not made', making, { kind: 'drop' }],
    ['the answer is lost when it is made', making, { kind: 'lose-answer' }],
    ['its name is in use for a moment', making, { kind: 'answer', status: 409 }],
    ['the server is busy', making, { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
    ['the old pod cannot be deleted at first', /^DELETE /, { kind: 'answer', status: 503 }],
    ['the answer is lost when the old pod is deleted', /^DELETE /, { kind: 'lose-answer' }],
    ['the watch is dropped', /pods.*watch=true/, { kind: 'drop' }],
    ['the watch is cut', /pods.*watch=true/, { kind: 'cut' }],
    ['the watch is too old', /pods.*watch=true/, { kind: 'gone' }],
  ])('adjust() comes to its end when %s', async (_, pattern, fault) => {
    await using made = await setUp();
    made.proxy.fault(pattern, fault);
    const before = made.proxy.count(pattern);
    const found = await made.connector.adjust(change('cpu', 0.375), context());
    expect(findSetting(found, 'web/main-tuning.cpu')?.value).toBe(0.375);
    expect(await cpuOf(made.space)).toBe('375m');
    expect(made.proxy.count(pattern)).toBeGreaterThan(before);
  });

  test('adjust() needs ten requests beside the watches', async () => {
    await using made = await setUp();
    const before = made.proxy.requests.length;
    await made.connector.adjust(change('cpu', 0.375), context());
    const requests = made.proxy.requests.slice(before).filter((line) => !line.includes('watch=true'));
    expect(requests.length).toBeLessThanOrEqual(10);
  });

  test('adjust() fails when the pod cannot be deleted, and leaves it as it was', async () => {
    await using made = await setUp();
    const before = await tuningPod(made.space);
    made.proxy.fault(/^DELETE /, { kind: 'answer', status: 403 }, 1);
    await expect(made.connector.adjust(change('cpu', 0.375), context())).rejects.toMatchObject({
      code: 'KUBERNETES_FORBIDDEN',
    });
    expect((await tuningPod(made.space))?.metadata.uid).toBe(before?.metadata.uid);
  });

  test('a Lease that is lost ends the adjustment, and nothing more is written', async () => {
    await using made = await setUp('60s');
    made.proxy.fault(/pods.*watch=true/, { kind: 'hang' }, 100); // it never sees that the old pod has ended
    const adjusting = made.connector.adjust(change('cpu', 0.375), context());
    const ended = expect(adjusting).rejects.toMatchObject({ code: 'EVENT_ABORTED', reason: 'lease-lost' });
    while (made.proxy.count(/^DELETE /) === 0) await tuningPod(made.space);
    const renewTime = new Date().toISOString().replace('Z', '000Z');
    const spec = { holderIdentity: 'another-servo', leaseDurationSeconds: 60, renewTime };
    const key = { resource: leases, namespace: made.space.name, name: 'servo-deployment-web' };
    await api.patch(key, { spec }, { signal: AbortSignal.timeout(5_000) });
    await ended;
    expect(made.proxy.count(/^DELETE /)).toBe(1);
    expect(made.proxy.count(making)).toBe(1); // that of the startup
  });
});
