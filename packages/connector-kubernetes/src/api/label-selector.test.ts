import { expect, test } from 'vitest';
import { selectorText } from './label-selector.js';

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
