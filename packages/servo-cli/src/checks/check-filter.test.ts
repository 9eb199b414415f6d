import { matchesCheck } from '@servo/core';
import { expect, test } from 'vitest';
import { checkFilter, type WantedChecks } from './check-filter.js';

const checks = [
  { name: 'service is ready', id: 'ready', tags: ['network'] },
  { name: 'a, b', id: 'list', tags: ['files', 'slow'] },
  { name: 'folder exists', id: 'folder' },
];

const cases: readonly [WantedChecks, readonly string[]][] = [
  [{}, ['ready', 'list', 'folder']],
  [{ name: null }, ['ready', 'list', 'folder']],
  [{ name: ['service is ready'] }, ['ready']],
  [{ name: ['/ready$|exists/'] }, ['ready', 'folder']],
  [{ name: ['a, b'] }, ['list']],
  [{ name: ['folder exists', '/ready/'] }, ['folder']],
  [{ id: ['ready, folder'] }, ['ready', 'folder']],
  [{ id: ['/^l/'] }, ['list']],
  [{ tag: ['slow,network'] }, ['ready', 'list']],
  [{ tag: [] }, []],
  [{ name: ['/./'], tag: ['files', 'other'] }, ['list']],
];

test.for(cases)('checkFilter(%j) matches what was meant', ([wanted, found]) => {
  expect(checks.filter((check) => matchesCheck(check, checkFilter(wanted))).map(({ id }) => id)).toEqual(found);
});

test('checkFilter() refuses an expression that is none', () => {
  expect(() => checkFilter({ id: ['/(/'] })).toThrow('Expected an expression between slashes, got "/(/"');
});
