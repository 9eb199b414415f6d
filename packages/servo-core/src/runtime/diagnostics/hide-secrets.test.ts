import { expect, test } from 'vitest';
import { Secret } from '../../config/secret.js';
import { hideSecrets } from './hide-secrets.js';

test('hideSecrets() masks what is a secret of this process, in values and keys', () => {
  const token = new Secret('correct-horse');
  const value = { a: ['with correct-horse'], 'correct-horse': 1, b: null, c: 2, d: true };
  expect(hideSecrets(value)).toEqual({ a: ['with [secret]'], '[secret]': 1, b: null, c: 2, d: true });
  expect(token.reveal()).toBe('correct-horse'); // held until here
});

test.for(['password', 'DB_PASSWORD', 'apiKey', 'client_secret', 'X-SF-Token', 'AWS_SECRET_ACCESS_KEY', 'secrets'])(
  'hideSecrets() masks all text below %s, and tells of it',
  (key) => {
    const hidden: string[] = [];
    const value = { [key]: 'a', deeper: { [key]: { user: ['b', 3] } } };
    expect(hideSecrets(value, (text) => hidden.push(text))).toEqual({
      [key]: '[secret]',
      deeper: { [key]: { user: ['[secret]', 3] } },
    });
    expect(hidden).toEqual(['a', 'b']);
  },
);

test.for(['token_file', 'tokenUrl', 'max_tokens_per_second', 'bypass', 'monkey'])('hideSecrets() leaves %s', (key) => {
  expect(hideSecrets({ [key]: 'kept' })).toEqual({ [key]: 'kept' });
});

test('hideSecrets() masks what credentials look like', () => {
  expect(hideSecrets(['http://me:p4ss@host/', 'Authorization: Bearer x'])).toEqual([
    'http://[secret]@host/',
    'Authorization: [secret]',
  ]);
});
