import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { adjustment, control, type SettingValue, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { deployments as deploymentsResource, leases, resourceQuotas, statefulSets } from '../../src/api/resource.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { clientOf } from '../support/cluster-client.js';
import { kubectl } from '../support/kubectl.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { sampleServo } from '../support/sample-servo.js';
import { ServoDeployment } from '../support/servo-command.js';
import { SlowWay } from '../support/slow-way.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');
const never = new AbortController().signal;

describe.skipIf(!cluster?.simulated)('KubernetesConnector, taking back', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const context = () => eventContext({ event: 'adjust', clock: systemClock });
  const change = (component: string, setting: string, value: SettingValue, settlement = '0s') => ({
    adjustments: [adjustment(component, setting, value)],
    control: control({ settlement }),
  });
  const requests = async (space: TestNamespace, name = 'web') =>
    (await space.get(name)).spec.template.spec.containers[0]?.resources?.requests;
  const isRecorded = async (space: TestNamespace, name = 'web', resource?: typeof statefulSets): Promise<boolean> =>
    (await space.get(name, resource)).metadata.annotations?.[beforeAnnotation] !== undefined;
  const recorded = async (space: TestNamespace, name = 'web'): Promise<void> => {
    while (!(await isRecorded(space, name)));
  };
  const setUp = async (overrides: object = {}, workload: object = {}) => {
    const stack = new AsyncDisposableStack();
    const space = stack.use(await TestNamespace.create(api));
    const deployments = [sampleWorkload(workload)];
    const config = { kubeconfig, namespace: space.name, timeout: '20s', deployments, ...overrides };
    return { space, config, stack, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
  };
  const command = (space: TestNamespace, kubernetes: object) =>
    ServoDeployment.create({
      connectors: ['kubernetes'],
      kubernetes: { kubeconfig, namespace: space.name, scheduling_grace: '60s', ...kubernetes },
    });

  test('servo restore gives a StatefulSet back, whose pod is stuck since the servo was killed', async () => {
    await using made = await setUp();
    await made.space.statefulSet();
    const workload = { name: 'db', replicas: { min: 1, max: 4 }, containers: [containerText] };
    const deployment = await command(made.space, { timeout: '20s', stateful_sets: [workload] });
    const adjusting = deployment.start('adjust', 'db/main.mem=128');
    const isTried = async (): Promise<boolean> =>
      (await made.space.pods()).some(({ spec }) => spec.containers[0]?.resources?.requests?.['memory'] === '128Gi');
    while (!(await isTried()));
    adjusting.process.kill('SIGKILL');
    await adjusting.ended;
    await deployment.run('restore');
    const { spec, status } = await made.space.get('db', statefulSets);
    expect(spec.template.spec.containers[0]?.resources?.requests?.['memory']).toBe('256Mi');
    expect(status).toMatchObject({ readyReplicas: 2, updatedReplicas: 2 });
  });

  test('startup() gives a StatefulSet back that another servo left stuck', async () => {
    await using made = await setUp();
    await made.space.statefulSet();
    const { deployments: _, ...config } = {
      ...made.config,
      timeout: '5s',
      statefulSets: [sampleWorkload({ name: 'db' })],
    };
    const one = await sampleConnector({ ...config, onFailure: 'exception' });
    await expect(one.connector.adjust(change('db/main', 'mem', 128), context())).rejects.toThrow();
    await one.connector.shutdown(undefined, context());
    const { connector } = await sampleConnector({ ...config, timeout: '20s' });
    await using _connector = connector;
    await connector.startup(undefined, context());
    await connector.adjust(change('db/main', 'cpu', 0.375), context());
    expect((await made.space.get('db', statefulSets)).status).toMatchObject({ updatedReplicas: 2 });
  });

  test('a way back that fails is not taken back in turn, and has no settlement', async () => {
    await using made = await setUp({ settlement: '30s' });
    await made.space.deployment();
    const { servo } = await sampleServo(made.config, made.stack);
    await servo.adjust(change('web/main', 'cpu', 0.125));
    const began = Date.now();
    await made.space.create(resourceQuotas, {
      metadata: { name: 'quota' },
      spec: { hard: { 'requests.cpu': '300m' } },
    });
    await expect(servo.restore()).rejects.toThrow(/has its settings from before again, and does not run/);
    expect(Date.now() - began).toBeLessThan(20_000);
    expect(await requests(made.space)).toMatchObject({ cpu: '250m' });
    expect(await servo.restorePoint()).toBeUndefined();
  });

  test('an abort of the caller takes the change back', async () => {
    await using made = await setUp({ schedulingGrace: '60s' });
    await made.space.deployment();
    const { servo } = await sampleServo(made.config, made.stack);
    const end = new AbortController();
    const adjusting = servo.adjust(change('web/main', 'mem', 128), { signal: end.signal });
    await recorded(made.space);
    end.abort(new Error('enough'));
    await expect(adjusting).rejects.toThrow('enough');
    expect(await requests(made.space)).toMatchObject({ memory: '256Mi' });
  });

  test('SIGINT of servo adjust takes the change back, or deletes the tuning pod', async () => {
    await using made = await setUp();
    await Promise.all(['web', 'shop'].map((name) => made.space.deployment({ name })));
    const workload = (name: string) => ({ name, replicas: { min: 1, max: 4 }, containers: [containerText] });
    const deployments = [workload('web'), { ...workload('shop'), strategy: 'canary' }];
    const deployment = await command(made.space, { timeout: '60s', deployments });
    const interrupted = async (setting: string, isBegun: () => Promise<boolean>) => {
      const adjusting = deployment.start('adjust', setting);
      while (!(await isBegun()));
      adjusting.process.kill('SIGINT');
      return (await adjusting.ended).code;
    };
    const pod = async () => (await made.space.pods()).find(({ metadata }) => metadata.name === 'shop-tuning');
    expect(await interrupted('web/main.mem=128', () => isRecorded(made.space))).toBe(130);
    expect(await requests(made.space)).toMatchObject({ memory: '256Mi' });
    expect(await isRecorded(made.space)).toBe(false);
    expect(await interrupted('shop/main-tuning.mem=128', async () => (await pod()) !== undefined)).toBe(130);
    await vi.waitFor(async () => expect(await pod()).toBeUndefined(), 5_000);
  }, 60_000);

  test('a write that was broken off and arrives later changes nothing', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const ca = await readFile(cluster?.authority ?? '', 'utf8');
    const { server = '', tokens } = cluster ?? {};
    const way = made.stack.use(await SlowWay.open({ server, ca, token: tokens?.admin ?? '' }));
    const { servo } = await sampleServo({ ...made.config, kubeconfig: await way.kubeconfig() }, made.stack);
    await servo.startup();
    const end = new AbortController();
    way.delay = 2_000;
    const adjusting = servo.adjust(change('web/main', 'cpu', 0.375), { signal: end.signal });
    await vi.waitFor(() => expect(way.writes).toBe(1), 10_000);
    way.delay = 0;
    end.abort(new Error('enough'));
    await expect(adjusting).rejects.toThrow('enough');
    await servo.restore();
    await servo.shutdown();
    await sleep(2_500); // for the write to arrive
    expect(await requests(made.space)).toMatchObject({ cpu: '250m' });
    const { metadata } = await made.space.get('web');
    expect(Object.keys(metadata.annotations ?? {}).filter((key) => key.startsWith('servo/'))).toEqual([]);
  });

  test.each<[string, object, string, SettingValue]>([
    ['an amount', { resources: { requests: { memory: '256Mi' } } }, 'cpu', 0.375],
    ['a variable', {}, 'mode', 'b'],
    ['one of the values', { env: [{ name: 'MODE', value: 'legacy' }] }, 'mode', 'b'],
  ])('the end of a run gives back a setting that was not %s before', async (_, sample, setting, value) => {
    const env = [{ name: 'mode', literal: 'MODE', type: 'enum', values: ['a', 'b'] }];
    await using made = await setUp({}, { containers: [{ ...containerText, env }] });
    const before = await made.space.deployment(sample);
    const { servo } = await sampleServo(made.config, made.stack);
    await servo.startup();
    await servo.adjust(change('web/main', setting, value));
    await servo.restore();
    await servo.cleanUp();
    const { spec } = await made.space.get('web');
    expect(spec.template.spec.containers[0]).toEqual(before.spec.template.spec.containers[0]);
    expect(await isRecorded(made.space)).toBe(false);
  });

  test('what somebody else has set since is kept, and named', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const { servo, logger } = await sampleServo(made.config, made.stack);
    const adjusting = servo.adjust(change('web/main', 'cpu', 0.375, '10s'));
    await recorded(made.space);
    const { programs = '' } = cluster ?? {};
    const by = ['-n', made.space.name, 'set', 'resources', 'deployment/web', '--requests=cpu=200m'];
    await kubectl({ kubeconfig, programs }, ...by);
    await expect(adjusting).rejects.toThrow(/was changed by "kubectl-set" while it was adjusted/);
    await servo.restore();
    expect(await requests(made.space)).toMatchObject({ cpu: '200m' });
    expect(await isRecorded(made.space)).toBe(false);
    expect(logger.messages('warn')).toContainEqual(expect.stringMatching(/keeps what "kubectl-set" has set .*: cpu$/));
  });

  test('servo restore keeps what somebody has set after the servo had ended', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const workload = { name: 'web', replicas: { min: 1, max: 4 }, containers: [containerText] };
    const deployment = await command(made.space, { deployments: [workload] });
    await deployment.run('adjust', '--no-keep', 'web/main.cpu=0.375', 'web/main.mem=0.375');
    const { programs = '' } = cluster ?? {};
    const by = ['-n', made.space.name, 'set', 'resources', 'deployment/web', '--requests=memory=320Mi'];
    await kubectl({ kubeconfig, programs }, ...by);
    await deployment.run('restore');
    expect(await requests(made.space)).toEqual({ cpu: '250m', memory: '320Mi' });
    expect(await isRecorded(made.space)).toBe(false);
  });

  test('what is restored stays so where the record was removed by hand', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const { servo } = await sampleServo(made.config, made.stack);
    await servo.adjust(change('web/main', 'cpu', 0.375));
    await made.space.patch('web', { metadata: { annotations: { 'servo/before': null, 'servo/holder': null } } });
    await servo.restore();
    expect(await servo.cleanUp()).toEqual([]);
    expect(await requests(made.space)).toMatchObject({ cpu: '250m' });
    expect(await isRecorded(made.space)).toBe(false);
  });

  test('a record is forgotten at the end of a run where somebody has brought the values back', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const { servo } = await sampleServo(made.config, made.stack);
    await servo.adjust(change('web/main', 'replicas', 3));
    await made.space.patch('web', { spec: { replicas: 2 } });
    await servo.restore();
    await servo.cleanUp();
    expect(await isRecorded(made.space)).toBe(false);
    expect((await made.space.get('web')).spec.replicas).toBe(2);
  });

  test('servo restore gives back what can be where another workload is gone', async () => {
    await using made = await setUp();
    const names = ['one', 'two'];
    await Promise.all(names.map((name) => made.space.deployment({ name })));
    const deployments = names.map((name) => ({ name, replicas: { min: 1, max: 4 }, containers: [containerText] }));
    const deployment = await command(made.space, { deployments });
    await deployment.run('adjust', '--no-keep', 'one/main.cpu=0.375', 'two/main.cpu=0.375');
    await api.delete({ resource: deploymentsResource, namespace: made.space.name, name: 'one' }, undefined, {
      signal: never,
    });
    const { code, output } = await deployment.start('restore').ended;
    expect(code).toBe(1);
    expect(output).toMatch(/^Not all could be cleaned up: .*Deployment .*one does not exist/m);
    expect(await requests(made.space, 'two')).toMatchObject({ cpu: '250m' });
  });

  test('another template ends an adjustment that it comes upon, and what is measured after it', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const { connector } = await sampleConnector(made.config);
    await using _connector = connector;
    const image = (tag: number) =>
      made.space.patch('web', {
        spec: { template: { spec: { containers: [{ name: 'main', image: `example.invalid/app:${tag}` }] } } },
      });
    const adjusting = connector.adjust(change('web/main', 'cpu', 0.375, '10s'), context());
    await recorded(made.space);
    await image(2);
    await expect(adjusting).rejects.toMatchObject({ reason: 'changed-elsewhere' });
    await connector.adjust(change('web/main', 'cpu', 0.5), context());
    await image(3);
    const observed = connector.observe({ control: control() }, context());
    await expect(observed).rejects.toMatchObject({ reason: 'inconclusive' });
  });

  test('promote() keeps nothing that was another servo for a time', async () => {
    await using made = await setUp();
    await made.space.deployment();
    const [one, other] = [await sampleConnector(made.config), await sampleConnector(made.config)];
    await using _one = one.connector;
    await one.connector.adjust(change('web/main', 'cpu', 0.375), context());
    const key = { resource: leases, namespace: made.space.name, name: 'servo-deployment-web' };
    const held = (spec: object) => api.patch(key, { spec }, { signal: never });
    await held({ holderIdentity: 'another' });
    await sleep(6_000); // it is missed when it is renewed
    await expect(one.connector.promote(undefined, context())).rejects.toThrow(/is tuned by another/);
    await held({ holderIdentity: '', leaseDurationSeconds: 1 });
    await other.connector.startup(undefined, context());
    await other.connector.adjust(change('web/main', 'cpu', 2), context());
    await other.connector.shutdown(undefined, context());
    await expect(one.connector.promote(undefined, context())).rejects.toMatchObject({ reason: 'changed-elsewhere' });
    expect(await isRecorded(made.space)).toBe(true);
  }, 40_000);

  test('a sibling that cannot be taken back is what is told', async () => {
    await using made = await setUp();
    const names = ['one', 'two'];
    await Promise.all(names.map((name) => made.space.deployment({ name })));
    const deployments = names.map((name) => sampleWorkload({ name }));
    const { connector, logger } = await sampleConnector({ ...made.config, schedulingGrace: '4s', deployments });
    await using _connector = connector;
    const adjusting = connector.adjust(
      {
        adjustments: [adjustment('one/main', 'cpu', 0.375), adjustment('two/main', 'mem', 128)],
        control: control({ settlement: '25s' }),
      },
      context(),
    );
    await recorded(made.space, 'one');
    const text = 'not json';
    await made.space.patch('one', { metadata: { annotations: { [beforeAnnotation]: text } } });
    const began = Date.now();
    await expect(adjusting).rejects.toMatchObject({
      reason: 'rollback-failed',
      message: expect.stringMatching(
        /Deployment .*\/one could not be brought back: The annotation servo\/before of one is not/,
      ),
    });
    expect(Date.now() - began).toBeLessThan(20_000); // it did not settle to its end
    expect(logger.messages('error')).toEqual([expect.stringContaining('two/main.mem')]);
  }, 40_000);

  test('on_failure ignore finishes the settlement', async () => {
    await using made = await setUp({ onFailure: 'ignore' });
    await made.space.deployment({ simulation: { 'needs-memory': '100Mi' } });
    const { connector } = await sampleConnector(made.config);
    await using _connector = connector;
    const began = Date.now();
    await connector.adjust(change('web/main', 'mem', 0.0625, '6s'), context());
    expect(Date.now() - began).toBeGreaterThan(6_000);
  });

  test('settings that are refused are not taken back: nothing is waited for', async () => {
    const only = { get: ['limit'], set: ['limit'] };
    await using made = await setUp(
      { timeout: '30s' },
      { containers: [{ ...containerText, cpu: { ...containerText.cpu, ...only } }] },
    );
    await made.space.deployment();
    const [pod] = await made.space.pods();
    const conditions = [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }];
    const { programs = '' } = cluster ?? {};
    const patch = ['--subresource=status', '--patch', JSON.stringify({ status: { conditions } })];
    await kubectl({ kubeconfig, programs }, '-n', made.space.name, 'patch', 'pod', pod?.metadata.name ?? '', ...patch);
    await vi.waitFor(async () => expect((await made.space.get('web')).status?.readyReplicas).toBe(1));
    const { connector } = await sampleConnector(made.config);
    await using _connector = connector;
    const began = Date.now();
    const refused = connector.adjust(change('web/main', 'cpu', 0.125), context());
    await expect(refused).rejects.toMatchObject({ reason: 'refused' });
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});

const containerText = {
  name: 'main',
  cpu: { min: '125m', max: '8', step: '125m' },
  memory: { min: '64Mi', max: '256Gi', step: '32Mi' },
};
