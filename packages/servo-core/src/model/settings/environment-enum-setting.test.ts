import { expect, test } from 'vitest';
import { environmentEnumSetting } from './environment-enum-setting.js';

test('environmentEnumSetting() has the variable of its own name unless told', () => {
  expect(environmentEnumSetting('LOG_LEVEL', { values: ['info'] }).literal).toBe('LOG_LEVEL');
  expect(environmentEnumSetting('level', { values: ['info'], literal: 'LOG_LEVEL' })).toMatchObject({
    type: 'enum',
    name: 'level',
    literal: 'LOG_LEVEL',
  });
});
