import { expect, test } from 'vitest';
import { wholeSettings } from './whole-settings.js';

test('wholeSettings() names the component also where there is only one', () => {
  expect(wholeSettings({ 'web.workers': 2, 'web.cache': 500 })).toBe('web.workers=2 web.cache=500');
  expect(wholeSettings({})).toBe('');
});
