import { adjustment, control, systemClock } from '@servo/core';
import { eventContext } from '@servo/testing';
import { describe, expect, test } from 'vitest';
import { findControlPlane } from '../../../../tools/real-programs/control-plane.js';
import { deployments } from '../../src/api/resource.js';
import { startCluster } from '../support/cluster.js';
import { clientOf } from '../support/cluster-client.js';
import { sampleConnector, sampleWorkload } from '../support/sample-connector.js';
import { TestNamespace } from '../support/test-namespace.js';

const found = findControlPlane(process.env);

test.runIf(found.kind === 'none')('a control plane is there', ({ skip }) => {
  if (found.kind === 'none') skip(found.reason);
});

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
    const space = await TestNamespace.create(api);
    await space.deployment();
    const { spec } = await space.get('web');
    const labels = { app: 'other' };
    const template = { ...spec.template, metadata: { labels } };
    const other = { ...spec, replicas: 0, selector: { matchLabels: labels }, template };
    const key = { resource: deployments, namespace: space.name };
    const make = (index: number) =>
      api.create(key, { metadata: { name: `other-${index}` }, spec: other }, { signal: AbortSignal.timeout(60_000) });
    await Promise.all(Array.from({ length: 500 }, (_, index) => make(index)));
    const { connector } = await sampleConnector({
      kubeconfig: cluster.kubeconfig,
      namespace: space.name,
      timeout: '60s',
      deployments: [sampleWorkload()],
    });
    await using _ = connector;
    const adjustments = [adjustment('web/main', 'cpu', 0.375)];
    await connector.adjust({ adjustments, control: control() }, eventContext({ event: 'adjust', clock: systemClock }));
    expect((await space.get('web')).status).toMatchObject({ updatedReplicas: 2 });
  });
});
