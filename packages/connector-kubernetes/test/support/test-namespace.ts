import { randomBytes } from 'node:crypto';
import type { HttpApi } from '../../src/api/http-api.js';
import type { Pod, WorkloadObject } from '../../src/api/objects.js';
import { deployments, namespaces, pods, statefulSets } from '../../src/api/resource.js';

/** What a test workload looks like. */
export interface SampleOptions {
  readonly name?: string;
  readonly replicas?: number;
  /** How its pods behave, as the simulated nodes understand it: `needs-memory`, `behaviour` … */
  readonly simulation?: Readonly<Record<string, string>>;
  readonly resources?: object;
  readonly env?: readonly object[];
  readonly spec?: object;
  readonly podSpec?: object;
}

const never = new AbortController().signal;

/** A namespace of one test, and what is in it. */
export class TestNamespace implements AsyncDisposable {
  readonly name: string;
  readonly #api: HttpApi;

  private constructor(name: string, api: HttpApi) {
    this.name = name;
    this.#api = api;
  }

  static async create(api: HttpApi): Promise<TestNamespace> {
    const name = `test-${randomBytes(4).toString('hex')}`;
    await api.create({ resource: namespaces }, { metadata: { name } }, { signal: never });
    return new TestNamespace(name, api);
  }

  async deployment(options: SampleOptions = {}): Promise<WorkloadObject> {
    const { name = 'web', ...rest } = options;
    const key = { resource: deployments, namespace: this.name };
    await this.#api.create(key, workload(name, { progressDeadlineSeconds: 20, ...rest.spec }, rest), { signal: never });
    return this.ready(name);
  }

  async statefulSet(options: SampleOptions = {}): Promise<WorkloadObject> {
    const { name = 'db', ...rest } = options;
    const key = { resource: statefulSets, namespace: this.name };
    await this.#api.create(key, workload(name, { serviceName: name, ...rest.spec }, rest), { signal: never });
    return this.ready(name, statefulSets);
  }

  get(name: string, resource = deployments): Promise<WorkloadObject> {
    return this.#api.get({ resource, namespace: this.name, name }, never);
  }

  async pods(): Promise<readonly Pod[]> {
    return (await this.#api.list({ resource: pods, namespace: this.name }, never)).items;
  }

  patch(name: string, patch: object, resource = deployments): Promise<WorkloadObject> {
    return this.#api.patch({ resource, namespace: this.name, name }, patch, { signal: never });
  }

  create(path: { readonly group: string; readonly version: string; readonly plural: string }, object: object) {
    return this.#api.create({ resource: path, namespace: this.name }, object, { signal: never });
  }

  /** Resolves when all pods are there. */
  async ready(name: string, resource = deployments): Promise<WorkloadObject> {
    const fieldSelector = `metadata.name=${name}`;
    const { resourceVersion, items } = await this.#api.list({ resource, namespace: this.name, fieldSelector }, never);
    const isDone = ({ spec, status }: WorkloadObject): boolean => status?.readyReplicas === spec.replicas;
    if (items[0] && isDone(items[0])) return items[0];
    const key = { resource, namespace: this.name, fieldSelector };
    const options = { resourceVersion, seconds: 60, signal: never };
    for await (const { type, object } of this.#api.watch(key, options))
      if (type !== 'BOOKMARK' && isDone(object)) return object;
    throw new Error(`${name} did not become ready`);
  }

  /** The cluster needs ten seconds for it; nobody waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#api.delete({ resource: namespaces, name: this.name }, undefined, { signal: never });
  }
}

function workload(
  name: string,
  spec: object,
  { replicas = 2, simulation = {}, resources, env, podSpec }: SampleOptions,
): object {
  const annotations = Object.fromEntries(Object.entries(simulation).map(([key, value]) => [`sim.test/${key}`, value]));
  const usual = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
  const container = {
    name: 'main',
    image: 'example.invalid/app:1',
    resources: resources ?? usual,
    ...(env && { env }),
  };
  return {
    metadata: { name },
    spec: {
      ...spec,
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations },
        spec: { containers: [container], terminationGracePeriodSeconds: 0, ...podSpec },
      },
    },
  };
}
