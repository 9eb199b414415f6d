import { expect, test } from 'vitest';
import { studyConfig } from '../../test/study.js';
import { describeTarget, prices } from '../../test/synthetic-target.js';
import { StudyDefinition } from './study-definition.js';
import { identityChange, studyId } from './study-identity.js';

const description = describeTarget({ 'web.cpu': 3, 'web.mem': 4 });

function definition(config: object = {}, described = description, servo = 'web'): StudyDefinition {
  return new StudyDefinition({ config: studyConfig(config), servo, description: described });
}

test('studyId() stays the same where the study stays the same', () => {
  const { id } = definition();
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(definition({ constraints: ['error_rate < 1%', 'latency_99th  <  80ms'] }).id).toBe(id);
  expect(definition({ prices: Object.fromEntries(Object.entries(prices).toReversed()) }).id).toBe(id);
  expect(definition({ budget: { trials: 99 }, promote: 'auto', seed: 5 }).id).toBe(id);
  expect(definition({}, describeTarget({ 'web.cpu': 1, 'web.mem': 8 })).id).toBe(id);
});

test.each([
  ['a constraint', { constraints: ['p99 < 90ms', 'error_rate < 1%'] }],
  ['the objective', { minimize: 'p99' }],
  ['a price', { prices: { ...prices, cpu: '24 per core' } }],
])('studyId() is another one when %s changes', (_, config) => {
  expect(definition(config).id).not.toBe(definition().id);
});

test('studyId() is another one for another servo, or other bounds', () => {
  const [web, ...others] = description.components;
  const settings = web?.settings.map((setting) => (setting.name === 'cpu' ? { ...setting, max: 8 } : setting)) ?? [];
  const wider = { ...description, components: [{ name: 'web', settings }, ...others] };
  expect(definition({}, wider).id).not.toBe(definition().id);
  expect(studyId('other', definition().identity)).not.toBe(definition().id);
});

test('identityChange() says what changed and how', () => {
  const { identity } = definition();
  expect(identityChange(identity, identity)).toBeUndefined();
  expect(identityChange(identity, definition({ constraints: ['p99 < 90ms', 'error_rate < 1%'] }).identity)).toBe(
    'constraints changed (latency_99th < 80ms → latency_99th < 90ms)',
  );
  expect(identityChange(identity, definition({ constraints: ['error_rate < 1%'], minimize: 'p99' }).identity)).toBe(
    'objective changed (minimize price → minimize p99); constraints removed (latency_99th < 80ms)',
  );
  expect(identityChange(identity, definition({ prices: { ...prices, 'web.cpu': 5 } }).identity)).toBe(
    'prices added (web.cpu: 5)',
  );
});
