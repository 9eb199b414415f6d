import { sampleRange } from '@servo/testing';
import { expect, test } from 'vitest';
import { checkValues } from './check-values.js';

const present = [sampleRange({ min: 1, max: 4, value: 3 })];

test.each([
  [{ workers: 5 }, 'Expected workers between 1 and 4, got 5'],
  [{ workers: 1.5 }, 'in steps of 1'],
  [{ workers: 'many' }, 'to be a number'],
  [{ threads: 2 }, 'Expected one of the settings workers, got threads'],
])('checkValues() rejects %j', (values, problem) => {
  expect(() => checkValues(values, present, {})).toThrow(
    expect.objectContaining({ reason: 'invalid-adjustment', message: expect.stringContaining(problem) }),
  );
});

test('checkValues() lets the present and the configured values pass', () => {
  checkValues({ workers: 4 }, present, {});
  checkValues({ workers: 9 }, present, { workers: 9 });
  checkValues({ workers: 0.5 }, [sampleRange({ value: 0.5 })], {});
});
