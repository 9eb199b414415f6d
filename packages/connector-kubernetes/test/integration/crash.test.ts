import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import type { WorkloadObject } from '../../src/api/objects.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { clientOf } from '../support/cluster-client.js';
import { endLease, hasLease, killedServo } from '../support/killed-servo.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('a servo that is killed', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const original = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
  const isRecorded = ({ metadata }: WorkloadObject): boolean => metadata.annotations?.[beforeAnnotation] !== undefined;
  const isOut = (workload: WorkloadObject): boolean =>
    isRecorded(workload) &&
    workload.status?.observedGeneration === workload.metadata.generation &&
    workload.status?.updatedReplicas === 2;

  const kill = (value: string, reached: (space: TestNamespace) => Promise<boolean>) => {
    const workload = { name: 'web', replicas: { min: 1, max: 4 }, containers: [containerText] };
    const kubernetes = { kubeconfig, deployments: [workload] };
    return killedServo({ api, kubernetes, args: ['adjust', value], reached });
  };

  test.each<[string, string, (space: TestNamespace) => Promise<boolean>]>([
    ['before it writes', 'web/main.cpu=0.375', (space) => hasLease(api, space)],
    ['while it rolls out', 'web/main.mem=128', async (space) => isRecorded(await space.get('web'))],
    ['while it settles', 'web/main.cpu=0.375', async (space) => isOut(await space.get('web'))],
  ])('%s leaves what `servo restore` brings back', async (_, value, reached) => {
    const { space, deployment } = await kill(value, reached);
    await using _space = space;
    await deployment.run('restore');
    const { spec, metadata } = await space.get('web');
    expect(spec.template.spec.containers[0]?.resources).toEqual(original);
    expect(metadata.annotations).not.toHaveProperty(beforeAnnotation);
  });

  test('and whose journal is lost leaves what `servo restore` brings back, once the Lease has ended', async () => {
    const { space, deployment } = await kill('web/main.cpu=0.375', async (it) => isRecorded(await it.get('web')));
    await using _space = space;
    await rm(join(deployment.folder, '.servo'), { recursive: true });
    await expect(deployment.run('restore')).rejects.toThrow(/Deployment .*web is tuned by servo_/);
    await endLease(api, space);
    const restored = await deployment.run('restore');
    expect(restored).toMatch(/Waiting 15 s to see that servo_.* is gone/);
    expect(restored).toMatch(/^Deployment .*web is as it was before servo_.* changed it/m);
    const { spec, metadata } = await space.get('web');
    expect(spec.template.spec.containers[0]?.resources).toEqual(original);
    expect(metadata.annotations).not.toHaveProperty(beforeAnnotation);
    expect(await deployment.run('restore')).toMatch(/^Nothing to restore/);
  });

  test('leaves what the next servo brings back, once the Lease has ended', async () => {
    const { space } = await kill('web/main.mem=128', async (it) => isRecorded(await it.get('web')));
    await using _space = space;
    const config = { kubeconfig, namespace: space.name, deployments: [sampleWorkload()] };
    const next = await sampleConnector(config);
    await using connector = next.connector;
    const context = () => eventContext({ event: 'startup', clock: systemClock });
    await expect(connector.startup(undefined, context())).rejects.toMatchObject({ code: 'KUBERNETES_WORKLOAD_TAKEN' });
    await endLease(api, space);
    await connector.startup(undefined, context());
    expect((await space.get('web')).spec.template.spec.containers[0]?.resources).toEqual(original);
  });
});

const containerText = {
  name: 'main',
  cpu: { min: '125m', max: '8', step: '125m' },
  memory: { min: '64Mi', max: '256Gi', step: '32Mi' },
};
