import { expect, test } from 'vitest';
import { destinationOf, servoPath } from './servo-path.js';

test.each([
  ['example.com/my-app', '/accounts/example.com/applications/my-app/servo', 'opsani'],
  ['OID', '/rest/optimize/co/v1/optimizers/OID/servo', 'appdynamics'],
])('servoPath() of %s is %s, and leads back', (servo, path, kind) => {
  expect(servoPath(servo)).toBe(path);
  expect(destinationOf(path)).toEqual({ to: 'servo', servo, kind });
});

test('destinationOf() knows where tokens are, and nothing else', () => {
  expect(destinationOf('/auth/acme/default/oauth2/token')).toEqual({ to: 'token' });
  for (const path of ['/', '/servo', '/accounts/a/applications/b', '/accounts/a/b/applications/c/servo'])
    expect(destinationOf(path)).toBeUndefined();
});
