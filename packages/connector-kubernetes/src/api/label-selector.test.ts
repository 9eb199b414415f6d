import { expect, test } from 'vitest';
import type { LabelSelector } from './objects.js';
import { selection, selectorText } from './label-selector.js';

test('selectorText() writes labels and expressions', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['a', 'b'] },
    { key: 'zone', operator: 'NotIn', values: ['c'] },
    { key: 'live', operator: 'Exists' },
    { key: 'old', operator: 'DoesNotExist' },
  ];
  const text = selectorText({ matchLabels: { app: 'web' }, matchExpressions });
  expect(text).toBe('app=web,tier in (a,b),zone notin (c),live,!old');
});

test.each<[LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'web', tier: 'front' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['front'] }] }, false],
])('selection() decides as the API server does (%#)', (selector, expected) => {
  expect(selection(selector)({ app: 'web' })).toBe(expected);
});
