import { check, CheckError, type ConnectorHost, type EventContext, multicheck, settingProblems } from '@servo/core';
import { ApiError } from './api/api-error.js';
import type { KubernetesApi } from './api/kubernetes-api.js';
import type { AccessReview, Autoscaler, WorkloadObject } from './api/objects.js';
import { horizontalAutoscalers, type Resource, verticalAutoscalers } from './api/resource.js';
import { Clusters } from './clusters.js';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { type Workload, workloadsOf, workloadText } from './config/workload.js';
import { rbacRules } from './rbac-rules.js';
import { isReady } from './workload/readiness.js';
import { componentsOf, containerOf, resourceValue } from './workload/workload-settings.js';
import { resourceOf } from './workload/workload-view.js';

const oldest = 28; // the minor version with which what the connector asks for was there
type Context = EventContext<'check'>;
interface Item {
  readonly name: string;
  readonly kind: string;
  readonly workload: Workload;
}

/** What must hold before workloads are tuned. */
export class KubernetesChecks implements Disposable {
  readonly #host: ConnectorHost<KubernetesConfig>;
  readonly #clusters: Clusters;

  constructor(host: ConnectorHost<KubernetesConfig>) {
    this.#host = host;
    this.#clusters = new Clusters(host);
  }

  @check('the API server answers', { id: 'connectivity', severity: 'critical', tags: ['network'] })
  async connectivity({ signal }: Context): Promise<string> {
    const answers = await Promise.all(
      this.#workloads().map(async (workload) => {
        const api = await this.#clusters.api(workload);
        const { major, minor } = await api.version(signal);
        return `${api.server} is Kubernetes ${major}.${minor}`;
      }),
    );
    return [...new Set(answers)].join(', ');
  }

  @check('the version of Kubernetes is known to work', { id: 'version', severity: 'warning' })
  async version({ signal }: Context): Promise<readonly [boolean, string]> {
    const [first] = this.#workloads();
    const { major, minor } = await (await this.#clusters.api(first ?? {})).version(signal);
    const isKnown = Number(major) > 1 || Number.parseInt(minor, 10) >= oldest;
    return [isKnown, `${major}.${minor}${isKnown ? '' : `; expected 1.${oldest} or newer`}`];
  }

  @check('the servo may do what it needs', { id: 'permissions', severity: 'critical' })
  async permissions({ signal }: Context): Promise<string> {
    const asked = rbacRules(this.#host.config).flatMap(({ namespace, rules }) =>
      rules.flatMap(({ apiGroups: [group = ''], resources, verbs }) =>
        resources.flatMap((resource) => verbs.map((verb) => ({ namespace, group, resource, verb }))),
      ),
    );
    const answers = await Promise.all(
      asked.map(async (access) => ({ access, allowed: await this.#may(access, signal) })),
    );
    const missing = answers.filter(({ allowed }) => !allowed).map(({ access }) => access);
    if (missing.length === 0) return `${asked.length} permissions are granted`;
    const texts = missing.map(({ namespace, verb, resource }) => `"${verb}" resource "${resource}" in ${namespace}`);
    throw new CheckError(`Not allowed to ${texts.join(', ')}`, {
      hint: 'Grant what `servo kubernetes rbac` prints: servo kubernetes rbac | kubectl apply -f -',
    });
  }

  @multicheck('{item.kind} {item.name} exists', { severity: 'critical' })
  exists({ signal }: Context) {
    return [
      this.#items(),
      async ({ workload }: Item): Promise<void> => void (await this.#read(workload, signal)),
    ] as const;
  }

  @multicheck('containers of {item.kind} {item.name} say what they need')
  resourceRequirements({ signal }: Context) {
    return [
      this.#items(),
      async ({ workload }: Item): Promise<void> => {
        const object = await this.#read(workload, signal);
        for (const { name, cpu, memory } of workload.containers) {
          const container = containerOf(workload, object, name);
          for (const [resource, { get }] of [
            ['memory', memory],
            ['cpu', cpu],
          ] as const)
            if (resourceValue(container, resource, get) === undefined)
              throw undefinedResource(workload, name, resource, get);
        }
      },
    ] as const;
  }

  @multicheck('settings of {item.kind} {item.name} fit what runs', { severity: 'warning' })
  settings({ signal }: Context) {
    return [
      this.#items(),
      async ({ workload }: Item): Promise<readonly [boolean, string]> => {
        const components = componentsOf(workload, await this.#read(workload, signal));
        const problems = components.flatMap(({ settings }) => settings.flatMap(settingProblems));
        return [problems.length === 0, problems.join('; ')];
      },
    ] as const;
  }

  @multicheck('{item.kind} {item.name} is ready')
  ready({ signal }: Context) {
    return [
      this.#items(),
      async ({ workload, kind, name }: Item): Promise<void> => {
        const object = await this.#read(workload, signal);
        if (object.spec.paused)
          throw new CheckError(`${kind} "${name}" is paused, so no change of it rolls out`, {
            hint: `kubectl -n ${workload.namespace} rollout resume ${kind.toLowerCase()}/${name}`,
          });
        if (!isReady(object))
          throw new CheckError(`${kind} "${name}" is not ready`, {
            hint: `kubectl -n ${workload.namespace} rollout status ${kind.toLowerCase()}/${name}`,
          });
      },
    ] as const;
  }

  @multicheck('no autoscaler is at work on {item.kind} {item.name}', { severity: 'critical' })
  autoscalers({ signal }: Context) {
    return [
      this.#items().filter(({ workload }) => !workload.acceptAutoscaler),
      async ({ workload, kind, name }: Item): Promise<void> => {
        const api = await this.#clusters.api(workload);
        const [scalers, sizers] = await Promise.all([
          scalersOf(api, horizontalAutoscalers, workload, signal),
          scalersOf(api, verticalAutoscalers, workload, signal),
        ]);
        const [found] = [...scalers, ...sizers.filter(({ spec }) => spec.updatePolicy?.updateMode !== 'Off')];
        if (!found) return;
        const what = scalers.includes(found) ? 'HorizontalPodAutoscaler' : 'VerticalPodAutoscaler';
        throw new CheckError(`${what} ${found.metadata.name} changes ${kind} "${name}" while it is tuned`, {
          hint: `Delete it for the time, or set "accept_autoscaler: true" for this workload.`,
        });
      },
    ] as const;
  }

  [Symbol.dispose](): void {
    this.#clusters[Symbol.dispose]();
  }

  async #may(
    { namespace, group, resource: path, verb }: Readonly<Record<'namespace' | 'group' | 'resource' | 'verb', string>>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const [resource, subresource] = path.split('/');
    const resourceAttributes = { namespace, group, resource, verb, ...(subresource !== undefined && { subresource }) };
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    };
    const workload = this.#workloads().find((each) => each.namespace === namespace) ?? {};
    const api = await this.#clusters.api(workload);
    const path_ = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const { status } = await api.review<AccessReview>(path_, review, signal);
    return status?.allowed ?? false;
  }

  async #read(workload: Workload, signal: AbortSignal): Promise<WorkloadObject> {
    const { kind, namespace, name } = workload;
    const api = await this.#clusters.api(workload);
    try {
      return await api.get({ resource: resourceOf(kind), namespace, name }, signal);
    } catch (error) {
      if (!ApiError.is(error, 404)) throw error;
      throw new CheckError(`${workloadText(workload)} does not exist (Not Found)`, {
        cause: error,
        hint: `kubectl -n ${namespace} get ${kind.toLowerCase()}s lists what is there; look at "name" and "namespace".`,
      });
    }
  }

  #workloads(): readonly Workload[] {
    return workloadsOf(this.#host.config);
  }

  #items(): readonly Item[] {
    return this.#workloads().map((workload) => ({ name: workload.name, kind: workload.kind, workload }));
  }
}

async function scalersOf(
  api: KubernetesApi,
  resource: Resource<Autoscaler>,
  { kind, namespace, name }: Workload,
  signal: AbortSignal,
): Promise<readonly Autoscaler[]> {
  try {
    const { items } = await api.list({ resource, namespace }, signal);
    return items.filter(({ spec }) => {
      const target = spec.scaleTargetRef ?? spec.targetRef;
      return target?.kind === kind && target.name === name;
    });
  } catch (error) {
    if (ApiError.is(error, 404)) return []; // the cluster does not know this kind
    throw error;
  }
}

function undefinedResource(
  workload: Workload,
  container: string,
  resource: string,
  get: readonly string[],
): CheckError {
  const { kind, name } = workload;
  const plural = get.map((requirement) => `${requirement}s`).join(', ');
  return new CheckError(
    `${kind} ${name} target container ${container} spec does not define the resource ${resource}. At least one of the following must be specified: ${plural}`,
    { hint: `Set resources of the container, or correct "get" of ${resource} in servo.yaml.` },
  );
}
