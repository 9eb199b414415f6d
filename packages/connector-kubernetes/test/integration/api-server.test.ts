import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adjustment, control, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { describe, expect, test, vi } from 'vitest';
import { findControlPlane } from '../../../../tools/real-programs/control-plane.js';
import type { HttpApi } from '../../src/api/http-api.js';
import type { WorkloadObject } from '../../src/api/objects.js';
import { deployments } from '../../src/api/resource.js';
import { startCluster } from '../support/cluster.js';
import { clientOf } from '../support/cluster-client.js';
import { FaultyProxy } from '../support/faulty-proxy.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const found = findControlPlane(process.env);

test.runIf(found.kind !== 'programs')('a control plane is there whose nodes are simulated', ({ skip }) =>
  skip(
    found.kind === 'none' ? found.reason : 'an existing cluster (USE_EXISTING_CLUSTER) does with pods what it likes',
  ),
);

describe.skipIf(found.kind !== 'programs')('KubernetesConnector', () => {
  test('goes on when the API server was killed and came back', async () => {
    await using cluster = await startCluster(found.kind === 'programs' ? found.folder : '');
    const api = await clientOf(cluster.kubeconfig);
    const space = await TestNamespace.create(api);
    await space.deployment({ simulation: { 'start-delay': '3s' } });
    const { connector } = await sampleConnector({
      kubeconfig: cluster.kubeconfig,
      namespace: space.name,
      timeout: '60s',
      deployments: [sampleWorkload()],
    });
    await using _ = connector;
    const adjustments = [adjustment('web/main', 'cpu', 0.375)];
    const context = eventContext({ event: 'adjust', clock: systemClock });
    const adjusting = connector.adjust({ adjustments, control: control() }, context);
    while ((await space.get('web')).metadata.generation === 1);
    await cluster.restartApiServer();
    await adjusting;
    expect((await space.get('web')).status).toMatchObject({ updatedReplicas: 2, readyReplicas: 2 });
  });

  test('reads the same few objects in a namespace with 500 other workloads', async () => {
    await using cluster = await startCluster(found.kind === 'programs' ? found.folder : '');
    const api = await clientOf(cluster.kubeconfig);
    const ca = await readFile(cluster.authority, 'utf8');
    await using proxy = await FaultyProxy.start({ server: cluster.server, ca, token: cluster.tokens.admin });
    const space = await TestNamespace.create(api);
    await space.deployment();
    const { stateDir } = await sampleConnector({ deployments: [sampleWorkload()] });
    const kubeconfig = join(stateDir, 'kubeconfig');
    await writeFile(kubeconfig, proxy.kubeconfig);
    const config = { kubeconfig, namespace: space.name, timeout: '60s', deployments: [sampleWorkload()] };
    const { connector } = await sampleConnector(config, { stateDir });
    await using _ = connector;
    const context = eventContext({ event: 'adjust', clock: systemClock });
    const count = (): number => proxy.count(/^(?!.*\/leases)/); // a Lease is renewed by the clock
    const cost = async (value: number): Promise<{ readonly requests: number; readonly bytes: number }> => {
      const [requests, bytes] = [count(), proxy.bytes];
      const adjustments = [adjustment('web/main', 'cpu', value)];
      await connector.adjust({ adjustments, control: control() }, context);
      expect((await space.get('web')).status).toMatchObject({ updatedReplicas: 2 });
      return { requests: count() - requests, bytes: proxy.bytes - bytes };
    };
    await cost(0.375); // the first write of a run is checked before, which costs one request more
    const alone = await cost(0.5);
    await crowd(api, space);
    const among = await cost(0.625);
    expect(among.requests).toBeLessThanOrEqual(alone.requests + 2); // a write may meet another one, and is made again
    expect(among.bytes).toBeLessThan(alone.bytes * 1.5);
  });
});

/** Makes 500 other Deployments, of which 50 have a pod. */
async function crowd(api: HttpApi, space: TestNamespace): Promise<void> {
  const { spec } = await space.get('web');
  const [main] = spec.template.spec.containers;
  const containers = [{ ...main, resources: { requests: { cpu: '1m', memory: '1Mi' } } }];
  const make = (index: number): Promise<WorkloadObject> => {
    const labels = { app: `other-${index}` };
    const template = { metadata: { labels }, spec: { ...spec.template.spec, containers } };
    const other = { ...spec, replicas: index < 50 ? 1 : 0, selector: { matchLabels: labels }, template };
    const object = { metadata: { name: `other-${index}` }, spec: other };
    return api.create({ resource: deployments, namespace: space.name }, object, {
      signal: AbortSignal.timeout(60_000),
    });
  };
  await Promise.all(Array.from({ length: 500 }, (_, index) => make(index)));
  await vi.waitFor(async () => expect(await space.pods()).toHaveLength(52), 60_000);
}
