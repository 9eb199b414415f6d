import { expect, test } from 'vitest';
import { convertUnit, type Unit, units } from './unit.js';

test.each<[number, Unit, Unit, number]>([
  [0.2, 's', 'ms', 200],
  [80, 'ms', 's', 0.08],
  [1_500, 'us', 'ms', 1.5],
  [2, 'm', 's', 120],
  [1, '%', '', 0.01],
  [0.07, '', '%', 7],
  [700, 'millicores', 'cores', 0.7],
  [1.1, 'cores', 'millicores', 1_100],
  [512, 'MiB', 'GiB', 0.5],
  [1, 'KiB', 'bytes', 1_024],
  [60, 'rpm', 'rps', 1],
  [1.5, 'rps', 'rpm', 90],
])('convertUnit() makes %d %s in %s exactly %d', (value, from, to, expected) => {
  expect(convertUnit(value, from, to)).toBe(expected);
});

test.each([
  ['%', 'ms'],
  ['rpm', 's'],
  ['bytes', 'cores'],
  ['ms', 'apples'],
  ['apples', 'pears'],
  ['constructor', 'toString'],
])('convertUnit() cannot compare %s with %s', (from, to) => {
  expect(convertUnit(1, from, to)).toBeUndefined();
});

test('convertUnit() lets a unit that it does not know equal itself', () => {
  expect(convertUnit(0.1 + 0.2, 'apples', 'apples')).toBe(0.1 + 0.2);
});

test('convertUnit() comes back to where it began, for every pair of one dimension', () => {
  const symbols = Object.keys(units) as Unit[]; // the object has no other keys
  for (const from of symbols)
    for (const to of symbols.filter((symbol) => units[symbol].dimension === units[from].dimension))
      expect(convertUnit(convertUnit(0.375, from, to) ?? Number.NaN, to, from)).toBeCloseTo(0.375, 12);
});
