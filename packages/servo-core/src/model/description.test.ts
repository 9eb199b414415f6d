import { expect, test } from 'vitest';
import { component } from './component.js';
import { description, findSetting } from './description.js';
import { cpuSetting } from './settings/cpu-setting.js';
import { environmentEnumSetting } from './settings/environment-enum-setting.js';

const cpu = cpuSetting({ min: 0.25, max: 4 });
const dotted = environmentEnumSetting('log.level', { values: ['info'] });
const sample = description({ components: [component('web', [cpu, dotted])] });

test('description() has empty lists for what it is not given', () => {
  expect(description({})).toStrictEqual({ components: [], metrics: [] });
});

test('findSetting() splits at the first dot', () => {
  expect(findSetting(sample, 'web.cpu')).toBe(cpu);
  expect(findSetting(sample, 'web.log.level')).toBe(dotted);
});

test.each(['web.mem', 'db.cpu', 'web.', 'web.constructor'])('findSetting() finds nothing for %s', (path) => {
  expect(findSetting(sample, path)).toBeUndefined();
});

test.each(['cpu', '', '.cpu'])('findSetting() refuses "%s", which names no component', (path) => {
  expect(() => findSetting(sample, path)).toThrow(
    expect.objectContaining({ code: 'SETTING_PATH_INVALID', message: expect.stringContaining(`got "${path}"`) }),
  );
});
