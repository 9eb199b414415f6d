import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformance } from '@servo/testing/conformance';
import { systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import type { Pod } from '../../src/api/objects.js';
import { isPodReady } from '../../src/canary/tuning-pod.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { clientOf } from '../support/cluster-client.js';
import { endLease, hasLease, killedServo } from '../support/killed-servo.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { ServoDeployment } from '../support/servo-command.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('a servo with a canary', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  const podSpec = { terminationGracePeriodSeconds: 5 };
  const workload = {
    name: 'web',
    strategy: 'canary',
    replicas: { min: 1, max: 4 },
    containers: [
      {
        name: 'main',
        cpu: { min: '125m', max: '8', step: '125m' },
        memory: { min: '64Mi', max: '256Gi', step: '32Mi' },
      },
    ],
  };
  const tuningPod = async (space: TestNamespace): Promise<Pod | undefined> =>
    (await space.pods()).find(({ metadata }) => metadata.name === 'web-tuning');
  const adjusted = async (space: TestNamespace): Promise<Pod | undefined> => {
    const pod = await tuningPod(space);
    return pod?.metadata.annotations?.[beforeAnnotation] === undefined ? undefined : pod;
  };

  const kill = (args: readonly string[], reached: (space: TestNamespace) => Promise<boolean>) =>
    killedServo({ api, begins: { podSpec }, kubernetes: { kubeconfig, deployments: [workload] }, args, reached });

  test.each<[string, readonly string[], (space: TestNamespace) => Promise<boolean>]>([
    ['before anything is adjusted', ['run', '--no-poll'], async (space) => (await tuningPod(space)) !== undefined],
    ['before it writes', ['adjust', 'web/main-tuning.cpu=0.375'], (space) => hasLease(api, space)],
    [
      'while the pod starts',
      ['adjust', 'web/main-tuning.mem=128'],
      async (space) => (await adjusted(space)) !== undefined,
    ],
    [
      'while the pod settles',
      ['adjust', 'web/main-tuning.cpu=0.375'],
      async (space) => {
        const pod = await adjusted(space);
        return pod !== undefined && isPodReady(pod);
      },
    ],
  ])('that is killed %s leaves what `servo restore` deletes', async (_, args, reached) => {
    const { space, deployment } = await kill(args, reached);
    await using _space = space;
    const before = await space.get('web');
    await deployment.run('restore');
    await expect.poll(() => tuningPod(space), { timeout: 5_000 }).toBeUndefined();
    expect((await space.get('web')).metadata.generation).toBe(before.metadata.generation);
  });

  test('that is killed leaves what the next servo deletes, once the Lease has ended', async () => {
    const { space } = await kill(
      ['adjust', 'web/main-tuning.mem=128'],
      async (it) => (await adjusted(it)) !== undefined,
    );
    await using _space = space;
    const config = { kubeconfig, namespace: space.name, deployments: [sampleWorkload({ strategy: 'canary' })] };
    const next = await sampleConnector(config);
    await using connector = next.connector;
    const context = () => eventContext({ event: 'startup', clock: systemClock });
    await expect(connector.startup(undefined, context())).rejects.toMatchObject({ code: 'KUBERNETES_WORKLOAD_TAKEN' });
    await endLease(api, space);
    await connector.startup(undefined, context());
    expect(await adjusted(space)).toBeUndefined();
    await connector.shutdown(undefined, context());
    await expect.poll(() => tuningPod(space), { timeout: 5_000 }).toBeUndefined();
  });

  test('that adjusts and keeps leaves its pod, which the values from before delete', async () => {
    await using space = await TestNamespace.create(api);
    await space.deployment({ podSpec });
    const kubernetes = { kubeconfig, namespace: space.name, timeout: '60s', deployments: [workload] };
    const deployment = await ServoDeployment.create({ connectors: ['kubernetes'], kubernetes });
    await deployment.run('adjust', 'web/main-tuning.cpu=0.375');
    expect((await adjusted(space))?.spec.containers[0]?.resources?.requests).toMatchObject({ cpu: '375m' });
    await deployment.run('adjust', 'web/main-tuning.cpu=0.25');
    await expect.poll(() => tuningPod(space), { timeout: 5_000 }).toBeUndefined();
  });

  describe('conforms', () => {
    let space: TestNamespace;
    beforeAll(async () => {
      space = await TestNamespace.create(api);
      await space.deployment({ podSpec });
    });
    afterAll(() => space[Symbol.asyncDispose]());

    const cases = conformance({
      module: new URL('../../dist/index.js', import.meta.url),
      export: 'KubernetesConnector',
      cwd: () => mkdtempSync(join(tmpdir(), 'servo-kubernetes-')),
      config: () => ({ kubeconfig, namespace: space.name, timeout: '20s', deployments: [workload] }),
      adjustments: [{ component: 'web/main-tuning', setting: 'cpu', value: 0.5 }],
      look: async () => {
        const { uid, deletionTimestamp } = (await adjusted(space))?.metadata ?? {};
        return deletionTimestamp === undefined ? (uid ?? null) : null; // one that ends has been taken away already
      },
    });
    test.each(cases)('$name', ({ run }) => run(), 60_000);
  });
});
