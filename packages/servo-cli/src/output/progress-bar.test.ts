import { expect, test } from 'vitest';
import { progressBar } from './progress-bar.js';

test.for<[columns: number, bar: string]>([
  [80, '[██████··············] 30 %'],
  [50, '[███·······] 30 %'],
  [40, '30 %'],
])('progressBar() of %i columns', ([columns, bar]) => {
  expect(progressBar(30, columns)).toBe(bar);
  expect(`trial 10 of 12 · measuring ${progressBar(100, columns)}`.length).toBeLessThan(columns);
});

test('progressBar() stays within its width', () => {
  expect([-5, 104].map((percent) => progressBar(percent, 50))).toEqual(['[··········] -5 %', '[██████████] 104 %']);
});
