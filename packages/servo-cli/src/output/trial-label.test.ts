import { expect, test } from 'vitest';
import { trialLabel } from './trial-label.js';

test.each([
  [{ number: 0, of: 8, cause: 'baseline' }, 'baseline'],
  [{ number: 0, of: 8, cause: 'repeat' }, 'baseline again'],
  [{ number: 3, of: 8, cause: 'start' }, 'trial 3 of 8'],
  [{ number: 3, of: 8, cause: 'confirm' }, 'trial 3, confirming'],
] as const)('trialLabel(%j) is %s', (options, label) => {
  expect(trialLabel(options)).toBe(label);
});
