import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import { lastManager } from './last-manager.js';

const at = (manager: string, time: string, subresource?: string) => ({
  manager,
  time: `2026-01-01T00:00:${time}Z`,
  ...(subresource !== undefined && { subresource }),
});

test.each<readonly [string, readonly object[] | undefined, string]>([
  ['the one who wrote last', [at('helm', '01'), at('kubectl-edit', '03'), at('argocd', '02')], '"kubectl-edit"'],
  ['nobody who only says how it runs', [at('helm', '01'), at('kube-controller-manager', '02', 'status')], '"helm"'],
  ['who changed its scale', [at('helm', '01'), at('hpa', '02', 'scale')], '"hpa"'],
  ['not the connector itself', [at('helm', '01'), at('servo', '02')], '"helm"'],
  ['nobody where only the connector wrote', [at('servo', '02')], 'somebody else'],
  ['nobody where nothing is known', undefined, 'somebody else'],
])('lastManager() names %s', (_, managedFields, name) => {
  expect(lastManager(sampleObject({}, { metadata: { managedFields } }))).toBe(name);
});

test('lastManager() names who scaled, which leaves no time, by what was known before', () => {
  const before = sampleObject({}, { metadata: { managedFields: [at('helm', '01')] } });
  const after = sampleObject(
    {},
    { metadata: { managedFields: [at('helm', '01'), { manager: 'kubectl', subresource: 'scale' }] } },
  );
  expect([lastManager(after), lastManager(after, before)]).toEqual(['"helm"', '"kubectl"']);
});
