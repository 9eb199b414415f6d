import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adjustment, control, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { KubernetesConfig } from '../../src/config/kubernetes-config.js';
import { rbacRules } from '../../src/rbac-rules.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy } from '../support/faulty-proxy.js';
import { grant, restrictedKubeconfig } from '../support/restricted-user.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('KubernetesConnector, with many workloads of a namespace', () => {
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(cluster?.kubeconfig ?? '');
  });
  afterAll(() => api[Symbol.dispose]());

  const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);
  const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '50m', memory: '64Mi' } };
  const setUp = async (user: 'admin' | 'restricted' = 'admin') => {
    const stack = new AsyncDisposableStack();
    const ca = await readFile(cluster?.authority ?? '', 'utf8');
    const { server = '', tokens } = cluster ?? {};
    const proxy = stack.use(await FaultyProxy.start({ server, ca, token: tokens?.admin ?? '' }));
    const space = stack.use(await TestNamespace.create(api));
    const config = {
      namespace: space.name,
      timeout: '30s',
      deployments: names.map((name) => sampleWorkload({ name })),
    };
    const { stateDir } = await sampleConnector(config);
    const kubeconfig =
      user === 'restricted' ? await restrictedKubeconfig(cluster, stateDir) : join(stateDir, 'kubeconfig');
    if (user === 'admin') await writeFile(kubeconfig, proxy.kubeconfig);
    const [{ rules } = { rules: [] }] = rbacRules(KubernetesConfig.parse(config));
    await grant(space, rules);
    const { connector } = await sampleConnector({ ...config, kubeconfig }, { stateDir });
    stack.use(connector);
    await Promise.all(names.map((name) => space.deployment({ name, replicas: 1, resources })));
    const adjust = (change: (name: string) => readonly [setting: string, value: number]) => {
      const adjustments = names.map((name) => adjustment(`${name}/main`, ...change(name)));
      return connector.adjust(
        { adjustments, control: control() },
        eventContext({ event: 'adjust', clock: systemClock }),
      );
    };
    const requested = () =>
      Promise.all(
        names.map(async (name) => (await space.get(name)).spec.template.spec.containers[0]?.resources?.requests),
      );
    return { proxy, adjust, requested, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };

  test('adjust() watches each kind of object once for all of them, and each time anew', async () => {
    await using made = await setUp();
    for (const [round, value] of [0.125, 0.1875].entries()) {
      await made.adjust(() => ['mem', value]);
      expect(made.proxy.count(/watch=true/)).toBe(3 * (round + 1));
      expect(await made.requested()).toEqual(names.map(() => ({ cpu: '50m', memory: `${value * 1_024}Mi` })));
    }
  });

  test('adjust() may do all that with the Role of rbacRules()', async () => {
    await using made = await setUp('restricted');
    await made.adjust(() => ['mem', 0.125]);
    expect(await made.requested()).toEqual(names.map(() => ({ cpu: '50m', memory: '128Mi' })));
  });

  test('adjust() takes all of them back when one does not run', async () => {
    await using made = await setUp();
    const failed = made.adjust((name) => (name === 'web-7' ? ['mem', 128] : ['cpu', 0.125]));
    await expect(failed).rejects.toMatchObject({ reason: 'unschedulable', message: expect.stringContaining('web-7') });
    expect(await made.requested()).toEqual(names.map(() => resources.requests));
  });

  test('adjust() goes on when a watch that all share is cut, or too old', async () => {
    await using made = await setUp();
    made.proxy.fault(/pods.*watch=true/, { kind: 'cut' });
    made.proxy.fault(/deployments.*watch=true/, { kind: 'gone' });
    await made.adjust(() => ['cpu', 0.125]);
    expect(await made.requested()).toEqual(names.map(() => ({ cpu: '125m', memory: '64Mi' })));
  });
});
