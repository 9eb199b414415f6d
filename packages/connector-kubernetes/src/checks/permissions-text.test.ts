import { expect, test } from 'vitest';
import { permissionsText } from './permissions-text.js';

const of = (resource: string, group: string, ...verbs: readonly string[]) =>
  verbs.map((verb) => ({ namespace: 'shop', group, resource, verb }));

test('permissionsText() names each resource once, with its group and the name that is meant', () => {
  expect(
    permissionsText([
      ...of('deployments', 'apps', 'get', 'patch').map((each) => ({ ...each, name: 'web' })),
      ...of('pods', '', 'list', 'watch'),
      ...of('pods/log', '', 'get'),
    ]),
  ).toBe('in shop: get, patch deployments.apps "web"; list, watch pods; get pods/log');
});

test('permissionsText() tells the namespaces of clusters apart', () => {
  const [pod] = of('pods', '', 'list');
  const there = pod ? [{ ...pod, context: 'staging' }] : [];
  expect(permissionsText([...of('pods', '', 'list'), ...there])).toBe(
    'in shop: list pods; and in shop of the context staging: list pods',
  );
});
