import { expect, test } from 'vitest';
import { cpuSetting } from './cpu-setting.js';

test('cpuSetting() is named cpu, in cores, by steps of 0.125', () => {
  expect(cpuSetting({ min: 0.25, max: 4, value: 1 })).toStrictEqual({
    type: 'range',
    name: 'cpu',
    pinned: false,
    unit: 'cores',
    min: 0.25,
    max: 4,
    step: 0.125,
    value: 1,
  });
  expect(cpuSetting({ min: 250, max: 4000, step: 250, unit: 'millicores' })).toMatchObject({
    step: 250,
    unit: 'millicores',
  });
});

test.each([0, -1])('cpuSetting() refuses a min of %d', (min) => {
  expect(() => cpuSetting({ min, max: 4 })).toThrow(`expected a number greater than 0 as min, got ${min}`);
});
