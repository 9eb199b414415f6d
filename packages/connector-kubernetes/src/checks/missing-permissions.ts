import type { KubernetesApi } from '../api/kubernetes-api.js';
import type { AccessReview } from '../api/objects.js';
import type { KubernetesConfig } from '../config/kubernetes-config.js';
import type { Place } from '../config/place.js';
import { rbacRules } from '../rbac-rules.js';

/** Something that may be done to what is in a namespace. */
export interface Permission extends Omit<Place, 'workloads'> {
  readonly group: string;
  /** With a subresource behind a slash: `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** The one object that is meant, where it is not all. */
  readonly name?: string | undefined;
}

/** Every permission that a configuration needs. */
export function neededPermissions(config: KubernetesConfig): readonly Permission[] {
  return rbacRules(config).flatMap(({ rules, ...place }) =>
    rules.flatMap(({ apiGroups: [group = ''], resources, resourceNames = [undefined], verbs }) =>
      resources.flatMap((resource) =>
        resourceNames.flatMap((name) => verbs.map((verb) => ({ ...place, group, resource, name, verb }))),
      ),
    ),
  );
}

/** Asks the API server for each permission, all at the same time; answers those that are not granted. */
export async function missingPermissions(
  needed: readonly Permission[],
  apiOf: (place: Permission) => Promise<KubernetesApi>,
  signal: AbortSignal,
): Promise<readonly Permission[]> {
  const granted = await Promise.all(needed.map(async (each) => isGranted(each, await apiOf(each), signal)));
  return needed.filter((_, index) => !granted[index]);
}

async function isGranted(
  { namespace, group, resource: path, name, verb }: Permission,
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<boolean> {
  const [resource, subresource] = path.split('/');
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, group, resource, subresource, name, verb } }, // what is undefined is not sent
  };
  const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = await api.review<AccessReview>(reviews, review, signal);
  return status?.allowed ?? false;
}
