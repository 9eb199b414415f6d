import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformance } from '@servo/testing/conformance';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import type { HttpApi } from '../../src/api/http-api.js';
import { clientOf } from '../support/cluster-client.js';
import { TestNamespace } from '../support/test-namespace.js';

const cluster = inject('cluster');

describe.skipIf(!cluster?.simulated)('KubernetesConnector', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  let space: TestNamespace;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
    space = await TestNamespace.create(api);
    await space.deployment();
  });
  afterAll(async () => {
    await space[Symbol.asyncDispose]();
    api[Symbol.dispose]();
  });

  const cases = conformance({
    module: new URL('../../dist/index.js', import.meta.url),
    export: 'KubernetesConnector',
    cwd: () => mkdtempSync(join(tmpdir(), 'servo-kubernetes-')),
    config: () => ({
      kubeconfig,
      namespace: space.name,
      timeout: '20s',
      deployments: [
        {
          name: 'web',
          replicas: { min: 1, max: 4 },
          containers: [
            {
              name: 'main',
              cpu: { min: '125m', max: 2, step: '125m' },
              memory: { min: '64Mi', max: '1Gi', step: '64Mi' },
            },
          ],
        },
      ],
    }),
    adjustments: [{ component: 'web/main', setting: 'cpu', value: 0.5 }],
    look: async () => JSON.stringify((await space.get('web')).spec.template.spec.containers[0]?.resources),
  });

  test.each(cases)('$name', ({ run }) => run(), 60_000);
});
