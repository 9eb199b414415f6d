import { expect, test } from 'vitest';
import { AdjustmentFailedError } from './adjustment-failed-error.js';
import { AdjustmentRejectedError } from './adjustment-rejected-error.js';
import { ConfigurationError } from './configuration-error.js';
import { errorCodes } from './error-codes.js';
import { MeasurementFailedError } from './measurement-failed-error.js';
import { ServoError } from './servo-error.js';

test('errorCodes says what each code means, in one sentence that no other code has', () => {
  const meanings = Object.values(errorCodes);
  for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z](?:[^.]|\.(?=\w))*\.$/);
  expect(new Set(meanings).size).toBe(meanings.length);
});

test('errorCodes knows the codes of the error classes', () => {
  const errors = [
    new AdjustmentFailedError('no'),
    new AdjustmentRejectedError('no'),
    new ConfigurationError([]),
    new MeasurementFailedError('no'),
    ServoError.from('no'),
  ];
  expect(errors.filter(({ code }) => !Object.hasOwn(errorCodes, code))).toEqual([]);
});
