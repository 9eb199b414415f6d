import { setTimeout as sleep } from 'node:timers/promises';
import { adjustment, control, type SettingValue, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { leases } from '../../src/api/resource.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { clientOf } from '../support/cluster-client.js';
import { kubectl } from '../support/kubectl.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { sampleServo } from '../support/sample-servo.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('KubernetesConnector, on the way back', () => {
  const { kubeconfig = '', programs = '' } = cluster ?? {};
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const context = () => eventContext({ event: 'adjust', clock: systemClock });
  const change = (values: Readonly<Record<string, SettingValue>>, settlement = '0s') => ({
    adjustments: Object.entries(values).map(([path, value]) => {
      const [component = '', setting = ''] = path.split('.');
      return adjustment(component, setting, value);
    }),
    control: control({ settlement }),
  });
  const setUp = async (names: readonly string[] = ['web'], sample: object = {}, workload: object = {}) => {
    const stack = new AsyncDisposableStack();
    const space = stack.use(await TestNamespace.create(api));
    await Promise.all(names.map((name) => space.deployment({ name, ...sample })));
    const deployments = names.map((name) => sampleWorkload({ name, ...workload }));
    const config = { kubeconfig, namespace: space.name, timeout: '20s', deployments };
    const by = (...args: readonly string[]) => kubectl({ kubeconfig, programs }, '-n', space.name, ...args);
    return { space, config, by, stack, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const container = async (space: TestNamespace, name = 'web') =>
    (await space.get(name)).spec.template.spec.containers[0];
  const cpu = async (space: TestNamespace, name = 'web') =>
    (await container(space, name))?.resources?.requests?.['cpu'];
  const record = async (space: TestNamespace, name = 'web') =>
    (await space.get(name)).metadata.annotations?.[beforeAnnotation];

  test('a workload that does not run keeps no other one from being restored', async () => {
    await using made = await setUp(['one', 'two']);
    const { servo } = await sampleServo({ ...made.config, schedulingGrace: '2s' }, made.stack);
    await servo.adjust(change({ 'one/main.cpu': 0.375, 'two/main.cpu': 0.375 }));
    await made.space.patch('one', { spec: { template: { spec: { nodeSelector: { no: 'such' } } } } });
    await expect(servo.restore()).rejects.toThrow(/has its settings from before again, and does not run/);
    expect([await cpu(made.space, 'one'), await cpu(made.space, 'two')]).toEqual(['250m', '250m']);
    expect([await record(made.space, 'one'), await record(made.space, 'two')]).toEqual([undefined, undefined]);
    expect(await servo.restorePoint()).toBeUndefined();
  });

  test('an order for the first values settles, and is taken back with its siblings', async () => {
    await using made = await setUp(['one', 'two']);
    const { servo } = await sampleServo({ ...made.config, schedulingGrace: '2s' }, made.stack);
    await servo.adjust(change({ 'one/main.cpu': 0.375, 'two/main.cpu': 0.375 }));
    const began = Date.now();
    await servo.adjust(change({ 'one/main.cpu': 0.25 }, '4s'));
    expect(Date.now() - began).toBeGreaterThan(4_000);
    await servo.adjust(change({ 'one/main.cpu': 0.5 }));
    await made.space.patch('one', { spec: { minReadySeconds: 6 } }); // slower than the failure of the other
    await expect(servo.adjust(change({ 'one/main.cpu': 0.25, 'two/main.mem': 128 }))).rejects.toThrow(/two.main.mem/);
    expect(await cpu(made.space, 'one')).toBe('500m');
    expect(await record(made.space, 'one')).toContain('250m');
  }, 60_000);

  test('a record that kubectl rollout undo brings back is none', async () => {
    await using made = await setUp();
    const one = await sampleConnector(made.config);
    await one.connector.adjust(change({ 'web/main.cpu': 0.375 }), context());
    await one.connector.promote(undefined, context());
    await one.connector.shutdown(undefined, context());
    await made.by('set', 'image', 'deployment/web', 'main=example.invalid/app:2');
    await made.by('rollout', 'status', 'deployment/web', '--timeout=20s');
    await made.by('rollout', 'undo', 'deployment/web');
    expect(await record(made.space)).toBeDefined();
    const { connector } = await sampleConnector(made.config, { stateDir: one.stateDir });
    await using _connector = connector;
    await connector.startup(undefined, context());
    expect(await cpu(made.space)).toBe('375m');
  });

  test('startup() waits until what it brings back runs', async () => {
    await using made = await setUp(['web'], { spec: { minReadySeconds: 3 } });
    const one = await sampleConnector(made.config);
    await one.connector.adjust(change({ 'web/main.cpu': 0.375 }), context());
    await one.connector.shutdown(undefined, context());
    const { connector } = await sampleConnector(made.config, { stateDir: one.stateDir });
    await using _connector = connector;
    await connector.startup(undefined, context());
    const { status } = await made.space.get('web');
    expect(status).toMatchObject({ updatedReplicas: 2, availableReplicas: 2 });
    expect(await cpu(made.space)).toBe('250m');
  });

  test('promote() does not mind the Lease of a workload that was not changed', async () => {
    await using made = await setUp(['one', 'two']);
    const { connector } = await sampleConnector(made.config);
    await using _connector = connector;
    await connector.startup(undefined, context());
    const key = { resource: leases, namespace: made.space.name, name: 'servo-deployment-two' };
    await api.delete(key, undefined, { signal: AbortSignal.timeout(5_000) });
    await sleep(6_000); // the Lease is missed when it is renewed
    await connector.adjust(change({ 'one/main.cpu': 0.375 }), context());
    await connector.promote(undefined, context());
    expect([await record(made.space, 'one'), await cpu(made.space, 'one')]).toEqual([undefined, '375m']);
  });

  test('what somebody has taken away, or replaced with the record, stays so', async () => {
    await using made = await setUp(['one', 'two']);
    const { servo } = await sampleServo(made.config, made.stack);
    await servo.adjust(change({ 'one/main.cpu': 0.375, 'two/main.cpu': 0.375 }));
    const template = (resources: object) => ({ template: { spec: { containers: [{ name: 'main', resources }] } } });
    await made.by(
      'patch',
      'deployment',
      'one',
      '--patch',
      JSON.stringify({ spec: template({ limits: { cpu: null } }) }),
    );
    const own = { requests: { cpu: '700m' }, limits: { cpu: '700m' } };
    const annotations = { 'servo/before': null, 'servo/holder': null };
    await made.by(
      'patch',
      'deployment',
      'two',
      '--patch',
      JSON.stringify({ metadata: { annotations }, spec: template(own) }),
    );
    await servo.restore();
    expect((await container(made.space, 'one'))?.resources).toMatchObject({ requests: { cpu: '250m' } });
    expect((await container(made.space, 'one'))?.resources?.limits).not.toHaveProperty('cpu');
    expect((await container(made.space, 'two'))?.resources).toMatchObject(own);
    expect(await record(made.space, 'one')).toBeUndefined();
  });

  test('a variable that somebody takes from elsewhere is left so, and an empty one comes back', async () => {
    const env = ['x', 'y'].map((name) => ({ name, literal: name.toUpperCase(), type: 'enum', values: ['a', 'b'] }));
    const variables = [
      { name: 'X', value: 'a' },
      { name: 'Y', value: '' },
    ];
    await using made = await setUp(['web'], { env: variables }, { containers: [{ ...containerText, env }] });
    const { servo, stateDir } = await sampleServo(made.config, made.stack);
    await servo.adjust(change({ 'web/main.x': 'b', 'web/main.y': 'b' }));
    const valueFrom = { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } };
    const changed = {
      template: { spec: { containers: [{ name: 'main', env: [{ name: 'X', value: null, valueFrom }] }] } },
    };
    await made.by('patch', 'deployment', 'web', '--patch', JSON.stringify({ spec: changed }));
    await servo.restore();
    await servo.cleanUp();
    expect((await container(made.space))?.env).toEqual([{ name: 'X', valueFrom }, { name: 'Y' }]);
    const { connector } = await sampleConnector(made.config, { stateDir });
    await using _connector = connector;
    await connector.startup(undefined, context());
  });

  test('a Deployment that was paused meanwhile has its settings back, and is not waited for', async () => {
    await using made = await setUp();
    const { servo, logger } = await sampleServo(made.config, made.stack);
    await servo.adjust(change({ 'web/main.cpu': 0.375 }));
    await made.by('rollout', 'pause', 'deployment/web');
    await servo.restore();
    expect(await cpu(made.space)).toBe('250m');
    expect(logger.messages('warn')).toContainEqual(expect.stringContaining('paused'));
  });
});

const containerText = {
  name: 'main',
  cpu: { min: '125m', max: '8', step: '125m' },
  memory: { min: '64Mi', max: '256Gi', step: '32Mi' },
};
