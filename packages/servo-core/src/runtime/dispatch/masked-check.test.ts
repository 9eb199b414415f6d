import { expect, test } from 'vitest';
import { Secret } from '../../config/secret.js';
import type { Check } from '../../model/check.js';
import { maskedCheck } from './masked-check.js';

test('maskedCheck() shows no secret in what a check says', () => {
  const secret = new Secret('Hush-4713');
  const check: Check = {
    name: 'ready',
    id: 'ready',
    severity: 'common',
    success: false,
    message: `it said ${secret.reveal()}`,
  };
  expect(maskedCheck({ ...check, hint: 'password=AppPw12345' })).toMatchObject({
    message: 'it said [secret]',
    hint: expect.not.stringContaining('AppPw12345'),
  });
});
