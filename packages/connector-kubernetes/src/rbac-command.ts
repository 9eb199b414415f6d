import { type Connector, type ConnectorCommand, ServoError } from '@servo/core';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { type NamespaceRules, rbacRules } from './rbac-rules.js';
import { parseServiceAccount } from './service-account.js';

/** Prints the Role that exactly this configuration needs. */
export const rbacCommand: ConnectorCommand<Connector<KubernetesConfig>> = {
  readOnly: true,
  options: {
    'service-account': { type: 'string', describe: 'Who is granted it, as namespace/name or name; servo unless given' },
    context: { type: 'string', describe: 'Only what the workloads of this context need; for several clusters' },
  },
  examples: [
    ['> rbac.yaml && kubectl apply -f rbac.yaml', 'Grant the servo what it needs'],
    ['--context staging | kubectl --context staging apply -f -', 'Grant it in one of several clusters'],
  ],
  run: ({ config }, { 'service-account': account, context }) => {
    const all = rbacRules(config);
    const spaces = context === undefined ? all : all.filter((space) => space.context === context);
    if (spaces.length === 0) throw noSuchContext(String(context), all);
    const roles = spaces.map((space) => ({ space, manifests: roleAndBinding(space, String(account ?? 'servo')) }));
    const isOneCluster = new Set(spaces.map(clusterText)).size === 1;
    const lines = roles.flatMap(({ space, manifests }) => [
      ...(isOneCluster ? [] : [`# for ${clusterText(space)}`]),
      ...manifests.flatMap((manifest) => ['---', ...yamlLines(manifest)]),
    ]);
    return { facts: { manifests: roles.flatMap(({ manifests }) => manifests) }, lines };
  },
};

function clusterText({ kubeconfig, context }: NamespaceRules): string {
  const name = context === undefined ? 'the current context' : `the context ${context}`;
  return kubeconfig === undefined ? name : `${name} of ${kubeconfig}`;
}

function noSuchContext(context: string, spaces: readonly NamespaceRules[]): ServoError {
  const names = [...new Set(spaces.flatMap((space) => space.context ?? []))].map((name) => `"${name}"`);
  const known = names.length > 0 ? names.join(', ') : 'none, so leave --context out';
  return new ServoError('USAGE_INVALID', `No workload has the context "${context}"; servo.yaml names ${known}`);
}

/** Returns the Role of a namespace and the binding that grants it to a service account. */
export function roleAndBinding({ namespace, rules }: NamespaceRules, account: string): readonly object[] {
  const { name, namespace: home = namespace } = parseServiceAccount(account);
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: 'servo', namespace };
  return [
    { apiVersion, kind: 'Role', metadata, rules },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'servo' },
      subjects: [{ kind: 'ServiceAccount', name, namespace: home }],
    },
  ];
}

/** Writes one key a line, and what is deeper within it. */
function yamlLines(manifest: object): readonly string[] {
  return Object.entries(manifest).flatMap(([key, value]) =>
    Array.isArray(value) ? [`${key}:`, ...value.map((item) => `  - ${yaml(item)}`)] : [`${key}: ${yaml(value)}`],
  );
}

function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(String(value));
  const pairs = Object.entries(value).map(([key, item]) => `${key}: ${yaml(item)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** Leaves quotes out where a text cannot be taken for something else. */
function scalar(text: string): string {
  return /^(?!(?:true|false|null|yes|no|on|off)$)[a-z][\w./-]*$/i.test(text) ? text : JSON.stringify(text);
}
