import { control, Duration } from '@servo/core';
import { expect, test } from 'vitest';
import { loadTimes } from './load-times.js';

const own = { duration: Duration.from('4s'), warmup: Duration.from('1s') };

function timesOf(...args: Parameters<typeof loadTimes>): readonly string[] {
  const { warmup, duration, overruled } = loadTimes(...args);
  return [String(warmup), String(duration), ...overruled];
}

test('loadTimes() are those of the control, which other connectors go by, and name what they overrule', () => {
  const asked = control({ duration: '1m', warmup: '5s' });
  expect(timesOf({}, asked)).toEqual(['5s', '1m']);
  expect(timesOf(own, asked)).toEqual(['5s', '1m', 'warmup 1s', 'duration 4s']);
  expect(timesOf(own, control(own))).toEqual(['1s', '4s']);
});

test('loadTimes() are those of the configuration where the control says nothing', () => {
  expect(timesOf(own, control({}))).toEqual(['1s', '4s']);
  expect(timesOf(own, control({ duration: null }))).toEqual(['1s', '4s']);
  expect(timesOf(own, control({ duration: '1m' }))).toEqual(['1s', '1m', 'duration 4s']);
});

test('loadTimes() are the default where nobody says anything', () => {
  expect(timesOf({}, control({}))).toEqual(['0', '1s']);
});
