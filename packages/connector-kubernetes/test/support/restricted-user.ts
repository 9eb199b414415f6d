import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RbacRule } from '../../src/rbac-rules.js';
import { type ClusterAccess, kubeconfig } from './cluster.js';
import type { TestNamespace } from './test-namespace.js';

/** Writes the kubeconfig of the user who may do only what a test allows; returns the file. */
export async function restrictedKubeconfig(cluster: ClusterAccess | undefined, folder: string): Promise<string> {
  const { server = '', authority = '', tokens } = cluster ?? {};
  const file = join(folder, 'restricted.kubeconfig');
  await writeFile(file, kubeconfig({ server, authority, user: 'restricted', token: tokens?.restricted ?? '' }));
  return file;
}

/** Allows that user in one namespace what a Role with these rules does. */
export async function grant(space: TestNamespace, rules: readonly RbacRule[]): Promise<void> {
  const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  const metadata = { name: 'servo' };
  const roleRef = { apiGroup: rbac.group, kind: 'Role', name: 'servo' };
  const subjects = [{ kind: 'User', name: 'restricted', apiGroup: rbac.group }];
  await space.create({ ...rbac, plural: 'roles' }, { metadata, rules });
  await space.create({ ...rbac, plural: 'rolebindings' }, { metadata, roleRef, subjects });
}
