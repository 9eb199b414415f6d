import type { ServoDocument } from '@servo/core/documents';
import { expect, test } from 'vitest';
import { changesOf } from './follow-configuration.js';
import type { ConfiguredServo } from './open-assembly.js';

/** Servos by name, each with the value of a key. */
function servos(values: Readonly<Record<string, number>>): readonly ConfiguredServo[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    document: { name } as ServoDocument, // changes are told by what was written
    written: { values: { name, deep: { value } } } as unknown as ConfiguredServo['written'],
  }));
}

test('changesOf() names what came, what went, and what says something else', () => {
  const { gone, changed, come } = changesOf(servos({ a: 1, b: 1, c: 1 }), servos({ c: 2, b: 1, d: 1 }));
  expect([gone.map(({ name }) => name), changed.map(({ name }) => name), come.map(({ name }) => name)]).toEqual([
    ['a'],
    ['c'],
    ['d'],
  ]);
});

test('changesOf() finds nothing where the documents only changed places', () => {
  expect(changesOf(servos({ a: 1, b: 2 }), servos({ b: 2, a: 1 }))).toEqual({ gone: [], changed: [], come: [] });
});
