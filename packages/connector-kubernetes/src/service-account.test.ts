import { expect, test } from 'vitest';
import { parseServiceAccount } from './service-account.js';

test('parseServiceAccount() reads a name, and a namespace before it', () => {
  expect(parseServiceAccount('servo')).toEqual({ name: 'servo', namespace: undefined });
  expect(parseServiceAccount('ops/servo.v1')).toEqual({ name: 'servo.v1', namespace: 'ops' });
});

test.each(['Bad Name', '', 'ops/', '/servo', 'a/b/c', 'o.ps/servo', '-servo', 'servo\n'])(
  'parseServiceAccount() refuses "%s"',
  (text) => {
    expect(() => parseServiceAccount(text)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }));
  },
);
