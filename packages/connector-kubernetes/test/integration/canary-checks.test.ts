import { adjustment, type Check, control, runChecks, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { KubernetesConfig } from '../../src/config/kubernetes-config.js';
import { KubernetesChecks } from '../../src/kubernetes-checks.js';
import { rbacRules } from '../../src/rbac-rules.js';
import { clientOf } from '../support/cluster-client.js';
import { grant, restrictedKubeconfig } from '../support/restricted-user.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('the checks of a canary', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const deployments = [sampleWorkload({ strategy: 'canary' })];
  const podSpec = { terminationGracePeriodSeconds: 5 };
  const failures = async (config: object): Promise<readonly Pick<Check, 'id' | 'message'>[]> => {
    const { host } = await sampleConnector({ kubeconfig, deployments, ...config });
    using checks = new KubernetesChecks(host);
    const context = eventContext({ event: 'check' as const, clock: systemClock });
    const all = await runChecks(checks, { haltOn: null, context });
    return all.filter(({ success }) => !success).map(({ id, message }) => ({ id, message }));
  };

  test('a quota without room for the tuning pod is found, and nothing is made', async () => {
    await using space = await TestNamespace.create(api);
    await space.deployment();
    expect(await failures({ namespace: space.name })).toEqual([]);
    const quota = { metadata: { name: 'quota' }, spec: { hard: { pods: '2' } } };
    await space.create({ group: '', version: 'v1', plural: 'resourcequotas' }, quota);
    await expect
      .poll(() => failures({ namespace: space.name }), { timeout: 5_000 })
      .toContainEqual({
        id: 'tuningPods_item_0',
        message: expect.stringMatching(/web-tuning cannot be made: .*exceeded quota/),
      });
    expect(await space.pods()).toHaveLength(2);
  });

  test('a pod that only has the name of the tuning pod is found', async () => {
    await using space = await TestNamespace.create(api);
    await space.deployment();
    const spec = { containers: [{ name: 'main', image: 'example.invalid/other:1' }] };
    await space.create({ group: '', version: 'v1', plural: 'pods' }, { metadata: { name: 'web-tuning' }, spec });
    expect(await failures({ namespace: space.name })).toContainEqual({
      id: 'tuningPods_item_0',
      message: `Pod ${space.name}/web-tuning is there, and no servo made it`,
    });
  });

  test('the Role of rbacRules() is enough for all that a canary does', async () => {
    await using space = await TestNamespace.create(api);
    await space.deployment({ podSpec });
    const made = await sampleConnector({ namespace: space.name, deployments });
    const file = await restrictedKubeconfig(cluster, made.stateDir);
    const config = {
      kubeconfig: file,
      namespace: space.name,
      timeout: '4s',
      containerLogsInErrorStatus: true,
      deployments,
    };
    const [{ rules } = { rules: [] }] = rbacRules(KubernetesConfig.parse(config));
    await grant(space, rules);
    await expect.poll(() => failures(config), { timeout: 5_000 }).toEqual([]);
    const { connector } = await sampleConnector(config);
    await using _ = connector;
    const context = () => eventContext({ event: 'adjust', clock: systemClock });
    const measuring = () => eventContext({ event: 'measure', clock: systemClock });
    const adjust = (setting: string, value: number) =>
      connector.adjust({ adjustments: [adjustment('web/main-tuning', setting, value)], control: control() }, context());
    await connector.attach(undefined, context());
    await connector.startup(undefined, context());
    await connector.observe({ metrics: [], control: control() }, measuring());
    await connector.review([], measuring());
    await adjust('cpu', 0.375);
    await expect(adjust('mem', 128)).rejects.toMatchObject({ reason: 'unschedulable' });
    await connector.promote(undefined, context());
    const tuning = (await space.pods()).find(({ metadata }) => metadata.name === 'web-tuning');
    expect(tuning?.spec.containers[0]?.resources?.requests?.['cpu']).toBe('375m');
    await connector.shutdown(undefined, context());
  });
});
