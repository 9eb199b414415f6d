import { expect, test } from 'vitest';
import { maskSecrets } from '../../config/mask-secrets.js';
import { rememberNamedSecrets } from './remember-named-secrets.js';

test('rememberNamedSecrets() lets a value be masked anywhere whose key is called as secrets are', () => {
  const values = { env: { DB_PASSWORD: 'Hush-4711', HOST: 'db-4711' }, headers: [{ 'X-Api-Key': 'Quiet-4712' }] };
  rememberNamedSecrets(values, values);
  const text = maskSecrets('connecting to db-4711 with Hush-4711 and Quiet-4712');
  expect(text).toBe('connecting to db-4711 with [secret] and [secret]');
});
