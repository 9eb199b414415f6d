import { expect, test } from 'vitest';
import { formatExit } from './child.js';

test('formatExit() names the code or the signal', () => {
  expect(formatExit({ code: 3, signal: null })).toBe('exit code 3');
  expect(formatExit({ code: null, signal: 'SIGSEGV' })).toBe('signal SIGSEGV');
});
