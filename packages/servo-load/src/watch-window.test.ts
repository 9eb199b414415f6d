import { fastFailConfig } from '@servo/core/fast-fail';
import { expect, test } from 'vitest';
import { watchWindow } from './watch-window.js';

function skipOf(input: object, warmup: number): string {
  return String(watchWindow(fastFailConfig({ period: '5s' }).parse(input), { warmup }).skip);
}

test('watchWindow() lets the checks begin a period after the warm-up, or as late as configured', () => {
  expect(skipOf({}, 20_000)).toBe('25s');
  expect(skipOf({ skip: '2s' }, 20_000)).toBe('25s');
  expect(skipOf({ skip: '1m' }, 20_000)).toBe('1m20s');
});
