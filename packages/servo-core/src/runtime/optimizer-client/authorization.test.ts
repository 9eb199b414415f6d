import { expect, test } from 'vitest';
import { tokenHeaders } from './authorization.js';

test.each([
  ['plain', { Authorization: 'Bearer plain' }],
  ['Bearer pre', { Authorization: 'Bearer pre' }],
  ['X-SF-Token zzz', { 'X-SF-Token': 'zzz' }],
])('tokenHeaders() of "%s"', (token, headers) => {
  expect(tokenHeaders(token)).toEqual(headers);
});
