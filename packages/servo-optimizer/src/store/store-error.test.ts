import { ServoError } from '@servo/core';
import { expect, test } from 'vitest';
import { storeError } from './store-error.js';

test.each([
  [26, 'STORE_CORRUPT'],
  [11 | (1 << 8), 'STORE_CORRUPT'],
  [8, 'STORE_READ_ONLY'],
  [14, 'STORE_READ_ONLY'],
  [13, 'STORE_FAILED'],
])('storeError() knows what the code %d of SQLite means', (errcode, code) => {
  const cause = Object.assign(new Error('it failed'), { errcode });
  expect(storeError('/state/studies.sqlite', cause)).toMatchObject({
    code,
    cause,
    message: expect.stringContaining('/state/studies.sqlite'),
    details: { file: '/state/studies.sqlite' },
  });
});

test.each(['EACCES', 'EROFS'])('storeError() takes %s for a folder that cannot be written', (code) => {
  expect(storeError('f', Object.assign(new Error('no'), { code }))).toMatchObject({ code: 'STORE_READ_ONLY' });
});

test('storeError() leaves an error alone that has a code already', () => {
  const error = new ServoError('STORE_FENCED', 'late');
  expect(storeError('f', error)).toBe(error);
});
