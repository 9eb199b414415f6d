import { expect, test } from 'vitest';
import { component } from './component.js';
import { cpuSetting } from './settings/cpu-setting.js';

test('component() is plain data', () => {
  const settings = [cpuSetting({ min: 0.25, max: 4 })];
  expect(component('web', settings)).toStrictEqual({ name: 'web', settings });
});
