import { expect, test } from 'vitest';
import { replicasSetting } from './replicas-setting.js';

test('replicasSetting() is named replicas, by steps of 1, without a unit', () => {
  expect(replicasSetting({ min: 1, max: 8, value: 2 })).toStrictEqual({
    type: 'range',
    name: 'replicas',
    pinned: false,
    min: 1,
    max: 8,
    step: 1,
    value: 2,
  });
});

test.each(['min', 'max', 'step', 'value'])('replicasSetting() refuses a fraction as %s', (field) => {
  expect(() => replicasSetting({ min: 1, max: 8, [field]: 1.5 })).toThrow(`a whole number as ${field}, got 1.5`);
});
