import { check, CheckError, type ConnectorHost, type EventContext, multicheck, settingProblems } from '@servo/core';
import { ApiError } from './api/api-error.js';
import type { WorkloadObject } from './api/objects.js';
import { limitRanges, namespaces, resourceQuotas } from './api/resource.js';
import { autoscalersOf } from './checks/autoscalers-of.js';
import { limitRangeProblems } from './checks/limit-range-problems.js';
import { missingPermissions, neededPermissions } from './checks/missing-permissions.js';
import { permissionsText } from './checks/permissions-text.js';
import { quotaProblems } from './checks/quota-problems.js';
import { undefinedResource } from './checks/undefined-resource.js';
import { versionSkew } from './checks/version-skew.js';
import { assertTuningPodFits } from './canary/canary-check.js';
import { Clusters } from './clusters.js';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { type Place, placesOf, placeText } from './config/place.js';
import { type Workload, workloadsOf, workloadText } from './config/workload.js';
import { isReady } from './view/readiness.js';
import { rolloutObstacle } from './workload/rollout-obstacle.js';
import { componentsOf } from './workload/workload-settings.js';
import { resourceOf } from './view/resource-of.js';

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
  async version({ signal }: Context): Promise<string> {
    const versions = await Promise.all(
      this.#workloads().map(async (workload) => (await this.#clusters.api(workload)).version(signal)),
    );
    for (const found of versions) {
      const skew = versionSkew(found);
      if (skew !== undefined)
        throw new CheckError(`Kubernetes ${found.major}.${found.minor} is not known to work: ${skew}`, {
          hint: 'Bring the cluster or @servo/connector-kubernetes up to date.',
        });
    }
    return [...new Set(versions.map(({ major, minor }) => `${major}.${minor}`))].join(', ');
  }

  @check('the servo may do what it needs', { id: 'permissions', severity: 'critical' })
  async permissions({ signal }: Context): Promise<string> {
    const needed = neededPermissions(this.#host.config);
    const missing = await missingPermissions(needed, (place) => this.#clusters.api(place), signal);
    if (missing.length === 0) return `${needed.length} permissions are granted`;
    throw new CheckError(`Not allowed ${permissionsText(missing)}`, {
      hint: 'Grant what `servo kubernetes rbac` prints: servo kubernetes rbac | kubectl apply -f -',
    });
  }

  @multicheck('namespace {item.name} exists', { severity: 'critical' })
  namespaceExists({ signal }: Context) {
    return [
      placesOf(this.#workloads()).map((place) => ({ ...place, name: placeText(place) })),
      async (place: Place): Promise<void> => {
        const { namespace } = place;
        const api = await this.#clusters.api(place);
        const found = await api.get({ resource: namespaces, name: namespace }, signal).catch(absent);
        if (!found)
          throw new CheckError(`namespace ${namespace} does not exist (Not Found)`, {
            hint: `kubectl get namespaces lists what is there; look at "namespace", "kubeconfig" and "context".`,
          });
        if (found.status?.phase === 'Terminating')
          throw new CheckError(`namespace ${namespace} is being deleted, with all that is in it`, {
            hint: `Look at "namespace" in servo.yaml; kubectl get namespace ${namespace} -o yaml says what it waits for.`,
          });
      },
    ] as const;
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
        const problem = undefinedResource(workload, object);
        if (problem !== undefined)
          throw new CheckError(problem, { hint: 'Set resources of the container, or correct "get" in servo.yaml.' });
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

  @multicheck('changes of {item.kind} {item.name} roll out', { severity: 'critical' })
  rollsOut({ signal }: Context) {
    return [
      this.#changed(),
      async ({ workload }: Item): Promise<void> => {
        const obstacle = rolloutObstacle(workload, await this.#read(workload, signal));
        if (!obstacle) return;
        const { message, hint, patch } = obstacle;
        const api = await this.#clusters.api(workload);
        const { kind, namespace, name } = workload;
        const remedy = async (stop: AbortSignal): Promise<void> =>
          void (await api.patch({ resource: resourceOf(kind), namespace, name }, patch, { signal: stop }));
        throw new CheckError(message, { hint, remedy });
      },
    ] as const;
  }

  @multicheck('{item.kind} {item.name} is ready')
  ready({ signal }: Context) {
    return [
      this.#items(),
      async ({ workload, kind, name }: Item): Promise<void> => {
        const object = await this.#read(workload, signal);
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
        const [found] = await autoscalersOf(api, workload, signal);
        if (found === undefined) return;
        throw new CheckError(`${found} changes ${kind} "${name}" while it is tuned`, {
          hint: `Delete it for the time, or set "accept_autoscaler: true" for this workload.`,
        });
      },
    ] as const;
  }

  @multicheck('limit ranges allow the settings of {item.kind} {item.name}')
  limitRanges({ signal }: Context) {
    return [
      this.#items(),
      async ({ workload }: Item): Promise<void> => {
        const { namespace } = workload;
        const { items } = await (await this.#clusters.api(workload)).list({ resource: limitRanges, namespace }, signal);
        if (items.length === 0) return;
        const object = await this.#read(workload, signal);
        const problems = items.flatMap((range) => limitRangeProblems(range, workload, object));
        const hint = `Correct "min" and "max" in servo.yaml, or the range: kubectl -n ${namespace} describe limitranges`;
        if (problems.length > 0) throw new CheckError(problems.join('; '), { hint });
      },
    ] as const;
  }

  /** Those that share a quota are looked at together: each for itself might have room. */
  @multicheck('quotas have room for what is tuned in {item.name}', { severity: 'warning' })
  quotas({ signal }: Context) {
    const places = placesOf(this.#changed().map(({ workload }) => workload));
    return [
      places.map((place) => ({ ...place, name: placeText(place) })),
      async ({ workloads, ...place }: Place): Promise<void> => {
        const { namespace } = place;
        const { items } = await (await this.#clusters.api(place)).list({ resource: resourceQuotas, namespace }, signal);
        if (items.length === 0) return;
        const tuned = await Promise.all(
          workloads.map(async (workload) => ({ workload, object: await this.#read(workload, signal) })),
        );
        const problems = items.flatMap((quota) => quotaProblems(quota, tuned));
        const hint = `Lower "max" in servo.yaml, or raise the quota: kubectl -n ${namespace} describe resourcequotas`;
        if (problems.length > 0) throw new CheckError(problems.join('; '), { hint });
      },
    ] as const;
  }

  @multicheck('a tuning pod fits beside {item.kind} {item.name}', { severity: 'critical' })
  tuningPods({ signal }: Context) {
    return [
      this.#items().filter(({ workload }) => workload.canary !== undefined),
      async ({ workload }: Item): Promise<void> => {
        await this.#read(workload, signal);
        await assertTuningPodFits(await this.#clusters.api(workload), workload, signal);
      },
    ] as const;
  }

  [Symbol.dispose](): void {
    this.#clusters[Symbol.dispose]();
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

  /** Those that are changed themselves: what is beside a canary stays as it is. */
  #changed(): readonly Item[] {
    return this.#items().filter(({ workload }) => workload.canary === undefined);
  }

  #items(): readonly Item[] {
    return this.#workloads().map((workload) => ({ name: workload.name, kind: workload.kind, workload }));
  }
}

function absent(error: unknown): undefined {
  if (!ApiError.is(error, 404)) throw error;
}
