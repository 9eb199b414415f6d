import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { findControlPlane } from '../../../../tools/control-plane.js';
import { missing, PrometheusServer } from '../../../../tools/prometheus-server.js';
import type { HttpApi } from '../../src/api/http-api.js';
import { beforeAnnotation } from '../../src/workload/record.js';
import { startCluster } from '../support/cluster.js';
import { clientOf } from '../support/cluster-client.js';
import { type ServoCommand, ServoDeployment } from '../support/servo-command.js';
import { TestNamespace } from '../support/test-namespace.js';
import { performanceOf, workloadExporter } from '../support/workload-exporter.js';

const cluster = inject('cluster');
const packages = { optimizer: 'servo-optimizer', 'connector-prometheus': 'connector-prometheus' };
const generous = { cpu: '1', memory: '1Gi' };
const resources = { requests: generous, limits: generous };
const [latencyLimit, errorLimit] = [40, 1];
const [perCore, perGiB] = [23, 3.1];

/** What is cheapest of all that keeps the limits. */
function best(): { readonly replicas: number; readonly cpu: string; readonly memory: string } {
  const all = [1, 2, 3].flatMap((replicas) =>
    [1, 2, 3, 4].flatMap((cpu) => [1, 2, 3, 4].map((memory) => ({ replicas, cores: cpu / 4, gibibytes: memory / 4 }))),
  );
  const price = ({ replicas, cores, gibibytes }: (typeof all)[number]): number =>
    replicas * (cores * perCore + gibibytes * perGiB);
  const [first] = all
    .filter(({ replicas, cores, gibibytes }) => {
      const { latency, errors } = performanceOf(replicas, cores, gibibytes);
      return latency < latencyLimit && errors < errorLimit;
    })
    .toSorted((a, b) => price(a) - price(b));
  if (!first) throw new TypeError('Expected a configuration that keeps the limits');
  return {
    replicas: first.replicas,
    cpu: first.cores === 1 ? '1' : `${first.cores * 1_000}m`,
    memory: first.gibibytes === 1 ? '1Gi' : `${first.gibibytes * 1_024}Mi`,
  };
}

/** A Deployment that is set too generously, what tells how it does, and a servo that tunes it. */
async function study(api: HttpApi, kubeconfig: string) {
  const stack = new AsyncDisposableStack();
  const space = stack.use(await TestNamespace.create(api));
  await space.deployment({ replicas: 3, resources });
  const { target } = stack.use(await workloadExporter(api, space.name));
  const prometheus = stack.use(await PrometheusServer.start({ target }));
  const container = {
    name: 'main',
    cpu: { min: '250m', max: '1', step: '250m' },
    memory: { min: '256Mi', max: '1Gi', step: '256Mi' },
  };
  const deployment = await ServoDeployment.create(
    {
      optimizer: {
        minimize: 'price',
        prices: { cpu: `${perCore} per core`, mem: `${perGiB} per GiB` },
        constraints: [`latency < ${latencyLimit}ms`, `errors < ${errorLimit}%`],
        budget: { trials: 16, unsafe: 8 },
        measure: { duration: '2s', warmup: '2s' },
        promote: 'auto',
      },
      kubernetes: {
        kubeconfig,
        namespace: space.name,
        timeout: '30s',
        deployments: [{ name: 'web', replicas: { min: 1, max: 3 }, containers: [container] }],
      },
      prometheus: {
        base_url: prometheus.url,
        metrics: [
          { name: 'latency', unit: 'ms', query: 'shop_latency_milliseconds' },
          { name: 'errors', unit: '%', query: 'shop_errors_percent' },
        ],
      },
    },
    packages,
  );
  stack.defer(() => rm(deployment.folder, { recursive: true }));
  return { space, deployment, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

/** How the Deployment is set, and whether something is being tried. */
async function settingsOf(space: TestNamespace): Promise<object> {
  const { metadata, spec } = await space.get('web');
  return {
    replicas: spec.replicas,
    resources: spec.template.spec.containers[0]?.resources,
    tried: metadata.annotations?.[beforeAnnotation] !== undefined,
  };
}

/** Resolves when something is being tried. */
async function trial(space: TestNamespace, command: ServoCommand): Promise<void> {
  let output: string | undefined;
  void command.ended.then((ended) => (output = ended.output));
  const isTried = async (): Promise<void> => {
    if (output !== undefined) throw new Error(output);
    expect(await settingsOf(space)).toMatchObject({ tried: true });
  };
  await vi.waitFor(isTried, { timeout: 60_000, interval: 100 });
}

const asFound = { replicas: 3, resources, tried: false };

describe.skipIf(!cluster?.simulated || missing !== undefined)('a study of a Deployment, by a real Prometheus', () => {
  const kubeconfig = cluster?.kubeconfig ?? '';
  let api: HttpApi;
  beforeAll(async () => {
    api = await clientOf(kubeconfig);
  });
  afterAll(() => api[Symbol.dispose]());

  test('ends with the best that there is, and leaves it in force', async () => {
    await using made = await study(api, kubeconfig);
    const output = await made.deployment.run('run', '--exit-when-done');
    const { replicas, ...amounts } = best();
    const promoted = { replicas, resources: { requests: amounts, limits: amounts }, tried: false };
    expect(await settingsOf(made.space), output).toEqual(promoted);
  }, 300_000);

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves the Deployment as it was when it is ended by %s',
    async (signal) => {
      await using made = await study(api, kubeconfig);
      const command = made.deployment.start('run', '--exit-when-done');
      await trial(made.space, command);
      command.process.kill(signal);
      await command.ended;
      if (signal === 'SIGKILL') await made.deployment.run('restore');
      expect(await settingsOf(made.space)).toEqual(asFound);
    },
    120_000,
  );

  test('outlives an API server that is killed and comes back', async () => {
    const found = findControlPlane(process.env);
    if (found.kind !== 'programs') return;
    const own = await startCluster(found.folder);
    onTestFinished(() => own[Symbol.asyncDispose]());
    using ownApi = await clientOf(own.kubeconfig);
    await using made = await study(ownApi, own.kubeconfig);
    const command = made.deployment.start('run', '--exit-when-done');
    await trial(made.space, command);
    await own.restartApiServer();
    expect(await settingsOf(made.space)).toMatchObject({ tried: true });
    command.process.kill('SIGTERM');
    await command.ended;
    expect(await settingsOf(made.space)).toEqual(asFound);
  }, 180_000);
});
