import type { Connector, ConnectorCommand } from '@servo/core';
import type { KubernetesConfig } from './config/kubernetes-config.js';
import { type NamespaceRules, rbacRules } from './rbac-rules.js';

/** Prints the Role that exactly this configuration needs. */
export const rbacCommand: ConnectorCommand<Connector<KubernetesConfig>> = {
  options: {
    'service-account': { type: 'string', describe: 'Who is granted it, as namespace/name or name; servo unless given' },
  },
  examples: [['> rbac.yaml && kubectl apply -f rbac.yaml', 'Grant the servo what it needs']],
  run: ({ config }, { 'service-account': account }) => {
    const spaces = rbacRules(config);
    const manifests = spaces.flatMap((space) => roleAndBinding(space, String(account ?? 'servo')));
    return { facts: { manifests }, lines: manifests.flatMap((manifest) => ['---', ...yamlLines(manifest)]) };
  },
};

/** Returns the Role of a namespace and the binding that grants it to a service account. */
export function roleAndBinding({ namespace, rules }: NamespaceRules, account: string): readonly object[] {
  const [name = 'servo', home = namespace] = account.split('/').toReversed();
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
