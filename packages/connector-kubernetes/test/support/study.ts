import { rm } from 'node:fs/promises';
import { expect, vi } from 'vitest';
import { PrometheusServer } from '../../../../tools/real-programs/prometheus-server.js';
import type { HttpApi } from '../../src/api/http-api.js';
import { beforeAnnotation } from '../../src/writing/record.js';
import { type ServoCommand, ServoDeployment } from './servo-command.js';
import { TestNamespace } from './test-namespace.js';
import { performanceOf, workloadExporter } from './workload-exporter.js';

const packages = { optimizer: 'servo-optimizer', 'connector-prometheus': 'connector-prometheus' };
const generous = { cpu: '1', memory: '1Gi' };
const resources = { requests: generous, limits: generous };
const [latencyLimit, errorLimit] = [40, 1];
const [perCore, perGiB] = [23, 3.1];

/** What a study is about. */
export interface StudyOptions {
  readonly api: HttpApi;
  /** The file by which the servo reaches the cluster. */
  readonly kubeconfig: string;
  /** Keys of `optimizer` other than usual. */
  readonly optimizer?: object;
  /** Keys of `kubernetes` other than usual. */
  readonly kubernetes?: object;
  /** Keys of `settings`. */
  readonly settings?: object;
  /** The variables of the container. */
  readonly env?: readonly object[];
}

/** A Deployment that is set too generously, what tells how it does, and a servo that tunes it. */
export interface Study extends AsyncDisposable {
  readonly deployment: ServoDeployment;
  /** How the Deployment is set, and whether something is being tried. */
  settings(): Promise<object>;
  /** Resolves when something is being tried by what was started. */
  trial(command: ServoCommand): Promise<void>;
}

/** How the Deployment is set before, and nothing is being tried. */
export const asFound: object = { replicas: 3, resources, tried: false };

/** How the Deployment is set with what is cheapest of all that keeps the limits. */
export function promotedBest(): object {
  const all = [1, 2, 3].flatMap((replicas) =>
    [1, 2, 3, 4].flatMap((cpu) => [1, 2, 3, 4].map((memory) => ({ replicas, cores: cpu / 4, gibibytes: memory / 4 }))),
  );
  const price = ({ replicas, cores, gibibytes }: (typeof all)[number]): number =>
    replicas * (cores * perCore + gibibytes * perGiB);
  const [best] = all
    .filter(({ replicas, cores, gibibytes }) => {
      const { latency, errors } = performanceOf(replicas, cores, gibibytes);
      return latency < latencyLimit && errors < errorLimit;
    })
    .toSorted((a, b) => price(a) - price(b));
  if (!best) throw new TypeError('Expected a configuration that keeps the limits');
  const cpu = best.cores === 1 ? '1' : `${best.cores * 1_000}m`;
  const memory = best.gibibytes === 1 ? '1Gi' : `${best.gibibytes * 1_024}Mi`;
  return { replicas: best.replicas, resources: { requests: { cpu, memory }, limits: { cpu, memory } }, tried: false };
}

/** Makes all that a study needs; nothing runs yet but the Deployment, the exporter and Prometheus. */
export async function study(options: StudyOptions): Promise<Study> {
  const stack = new AsyncDisposableStack();
  const { api, env = [] } = options;
  const space = stack.use(await TestNamespace.create(api));
  await space.deployment({ replicas: 3, resources, env });
  const { target } = stack.use(await workloadExporter(api, space.name));
  const { url } = stack.use(await PrometheusServer.start({ target }));
  const deployment = await ServoDeployment.create(configuration(options, space.name, url), packages);
  stack.defer(() => rm(deployment.folder, { recursive: true }));
  const settings = (): Promise<object> => settingsOf(space);
  const trial = (command: ServoCommand): Promise<void> => tried(settings, command);
  return { deployment, settings, trial, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

function configuration(options: StudyOptions, namespace: string, base_url: string): object {
  const { kubeconfig, optimizer, kubernetes, settings = {} } = options;
  const container = {
    name: 'main',
    cpu: { min: '250m', max: '1', step: '250m' },
    memory: { min: '256Mi', max: '1Gi', step: '256Mi' },
  };
  return {
    optimizer: {
      minimize: 'price',
      prices: { cpu: `${perCore} per core`, mem: `${perGiB} per GiB` },
      constraints: [`latency < ${latencyLimit}ms`, `errors < ${errorLimit}%`],
      budget: { trials: 16, unsafe: 8 },
      measure: { duration: '2s', warmup: '2s' },
      promote: 'auto',
      ...optimizer,
    },
    kubernetes: {
      kubeconfig,
      namespace,
      timeout: '30s',
      deployments: [{ name: 'web', replicas: { min: 1, max: 3 }, containers: [container] }],
      ...kubernetes,
    },
    settings,
    prometheus: {
      base_url,
      metrics: [
        { name: 'latency', unit: 'ms', query: 'shop_latency_milliseconds' },
        { name: 'errors', unit: '%', query: 'shop_errors_percent' },
      ],
    },
  };
}

async function settingsOf(space: TestNamespace): Promise<object> {
  const { metadata, spec } = await space.get('web');
  return {
    replicas: spec.replicas,
    resources: spec.template.spec.containers[0]?.resources,
    tried: metadata.annotations?.[beforeAnnotation] !== undefined,
  };
}

async function tried(settings: () => Promise<object>, command: ServoCommand): Promise<void> {
  let output: string | undefined;
  void command.ended.then((ended) => (output = ended.output));
  const isTried = async (): Promise<void> => {
    if (output !== undefined) throw new Error(output);
    expect(await settings()).toMatchObject({ tried: true });
  };
  await vi.waitFor(isTried, { timeout: 60_000, interval: 100 });
}
