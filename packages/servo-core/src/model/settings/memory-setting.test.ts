import { expect, test } from 'vitest';
import { memorySetting } from './memory-setting.js';

test('memorySetting() is named mem, in GiB unless told', () => {
  expect(memorySetting({ min: 0.5, max: 8, step: 0.25 })).toMatchObject({ type: 'range', name: 'mem', unit: 'GiB' });
  expect(memorySetting({ min: 128, max: 512, step: 64, unit: 'MiB' }).unit).toBe('MiB');
});
