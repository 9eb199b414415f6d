import { expect, test } from 'vitest';
import { KubernetesConfig } from './config/kubernetes-config.js';
import { rbacCommand } from './rbac-command.js';
import { rbacRules } from './rbac-rules.js';

const container = {
  name: 'main',
  cpu: { min: 1, max: 2, step: 1 },
  memory: { min: '1Gi', max: '2Gi', step: '1Gi' },
};
const web = { name: 'web', replicas: { min: 1, max: 4 }, containers: [container] };
const granted = (config: object): readonly string[] =>
  rbacRules(KubernetesConfig.parse(config)).flatMap(({ namespace, rules }) =>
    rules.flatMap(({ resources, resourceNames, verbs }) => {
      const names = resourceNames ? ` of ${resourceNames.join()}` : '';
      return resources.map((resource) => `${namespace} ${resource} ${verbs.join()}${names}`);
    }),
  );

test('rbacRules() asks for what one Deployment needs', () => {
  expect(granted({ namespace: 'shop', deployments: [web], acceptAutoscaler: true })).toEqual([
    'shop deployments get,list,watch,patch of web',
    'shop replicasets list,watch',
    'shop pods list,watch',
    'shop namespaces get',
    'shop limitranges list',
    'shop resourcequotas list',
    'shop leases get,update of servo-deployment-web',
    'shop leases create',
  ]);
});

test('rbacRules() lets pods be deleted for a StatefulSet only, and logs be read where they are wanted', () => {
  const rules = granted({
    deployments: [web],
    statefulSets: [{ ...web, name: 'db', namespace: 'data', containerLogsInErrorStatus: true }],
  });
  expect(rules).toContain('data pods list,watch,delete');
  expect(rules).toContain('data pods/log get');
  expect(rules).not.toContain('default pods/log get');
  expect(rules).toContain('default pods list,watch');
});

test('rbacRules() lets a canary make and delete pods, and change no workload', () => {
  expect(granted({ deployments: [{ ...web, strategy: 'canary', acceptAutoscaler: true }] })).toEqual([
    'default deployments get of web',
    'default pods list,watch,delete of web-tuning',
    'default pods create',
    'default namespaces get',
    'default limitranges list',
    'default resourcequotas list',
    'default leases get,update of servo-deployment-web',
    'default leases create',
  ]);
});

test('rbacRules() lets a workload be changed, and one beside a canary only be read', () => {
  const deployments = [
    { ...web, strategy: 'canary', containerLogsInErrorStatus: true },
    { ...web, name: 'api' },
  ];
  const ofPods = (rules: readonly string[]) => rules.filter((rule) => /deployments|pods/.test(rule));
  expect(ofPods(granted({ deployments }))).toEqual([
    'default deployments get,list,watch,patch of api',
    'default deployments get of web',
    'default pods list,watch',
    'default pods delete of web-tuning',
    'default pods create',
    'default pods/log get of web-tuning',
  ]);
  const statefulSets = [{ ...web, name: 'db' }];
  expect(ofPods(granted({ deployments, statefulSets, containerLogsInErrorStatus: true }))).toEqual([
    'default deployments get,list,watch,patch of api',
    'default deployments get of web',
    'default pods list,watch,delete',
    'default pods create',
    'default pods/log get',
  ]);
});

test('rbacRules() lets workloads of a namespace be watched together where they are many', () => {
  const names = Array.from({ length: 10 }, (_, index) => `web-${index}`);
  const rules = granted({ deployments: names.map((name) => ({ ...web, name })) });
  expect(rules.slice(0, 2)).toEqual([
    `default deployments get,patch of ${names.join()}`,
    'default deployments list,watch',
  ]);
});

test('rbacCommand prints manifests for kubectl', async () => {
  const connector = { config: KubernetesConfig.parse({ namespace: 'shop', deployments: [web] }) };
  // a command reads nothing but the configuration of its connector
  const { lines } = await rbacCommand.run(connector as never, { 'service-account': 'ops/tuner' }, {} as never);
  expect(lines).toContain('kind: Role');
  expect(lines).toContain('  - { apiGroups: [""], resources: [pods], verbs: [list, watch] }');
  expect(lines).toContain(
    '  - { apiGroups: [apps], resources: [deployments], resourceNames: [web], verbs: [get, list, watch, patch] }',
  );
  expect(lines).toContain('  - { kind: ServiceAccount, name: tuner, namespace: ops }');
});

test('rbacCommand says which cluster each Role is for, and prints those of one alone', async () => {
  const there = { ...web, name: 'api', context: 'staging' };
  const connector = { config: KubernetesConfig.parse({ namespace: 'shop', deployments: [web, there] }) };
  const print = async (context?: string) => {
    const options = { 'service-account': undefined, context };
    const { lines } = await rbacCommand.run(connector as never, options, {} as never); // as above
    return lines.filter((line) => /^#|^kind/.test(line));
  };
  const role = ['kind: Role', 'kind: RoleBinding'];
  expect(await print()).toEqual(['# for the current context', ...role, '# for the context staging', ...role]);
  expect(await print('staging')).toEqual(role);
  await expect(print('stagin')).rejects.toThrow('No workload has the context "stagin"; servo.yaml names "staging"');
});
