import { expect, test } from 'vitest';
import { levels } from './levels.js';

test('levels() computes steps without float dust', () => {
  const values = levels({ kind: 'range', name: 'share', min: 0.1, max: 0.7, step: 0.1 });
  expect(values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
});

test('levels() keeps the decimals of steps written with an exponent', () => {
  expect(levels({ kind: 'range', name: 'rate', min: 0, max: 3e-7, step: 1e-7 })).toEqual([0, 1e-7, 2e-7, 3e-7]);
});

test('levels() stops below a maximum that is not aligned', () => {
  expect(levels({ kind: 'range', name: 'cpu', min: 1, max: 2.2, step: 0.5 })).toEqual([1, 1.5, 2]);
});

test('levels() lists choices as they are', () => {
  expect(levels({ kind: 'choice', name: 'gc', values: ['g1', 'zgc'] })).toEqual(['g1', 'zgc']);
});

test.each([
  ['a step of zero', { kind: 'range', name: 'x', min: 0, max: 1, step: 0 }],
  ['bounds in the wrong order', { kind: 'range', name: 'x', min: 2, max: 1, step: 1 }],
  ['a bound that is no number', { kind: 'range', name: 'x', min: Number.NaN, max: 1, step: 1 }],
  ['no choice', { kind: 'choice', name: 'x', values: [] }],
  ['a choice twice', { kind: 'choice', name: 'x', values: ['a', 'a'] }],
] as const)('levels() refuses %s', (_, parameter) => {
  expect(() => levels(parameter)).toThrow(expect.objectContaining({ code: 'SEARCH_PARAMETER_INVALID' }));
});
