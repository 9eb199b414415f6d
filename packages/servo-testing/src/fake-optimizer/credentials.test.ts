import { expect, test } from 'vitest';
import { FakeServo } from '../../test/support/fake-servo.js';
import { FakeClock } from '../fake-clock.js';
import { FakeOptimizer } from './fake-optimizer.js';
import { reply } from './reply-factory.js';

const headers = {
  authorization: `Basic ${btoa('test-client:test-secret')}`,
  accept: 'application/json',
  'user-agent': 'github.com/opsani/servox v1.0.0',
  'content-type': 'application/x-www-form-urlencoded',
};

async function appdynamics() {
  const clock = new FakeClock();
  const optimizer = new FakeOptimizer({ clock, tokenLifetime: 60 });
  const ask = (init: RequestInit = {}) =>
    optimizer.fetch(
      new Request(`${optimizer.baseUrl}/auth/acme/default/oauth2/token`, {
        method: 'POST',
        headers,
        body: 'grant_type=client_credentials',
        ...init,
      }),
    );
  const servo = new FakeServo(optimizer, 'OID');
  const login = async (): Promise<void> => {
    const { access_token: token } = (await (await ask()).json()) as { readonly access_token: string };
    servo.headers['authorization'] = `Bearer ${token}`;
  };
  return { clock, optimizer, ask, servo, login };
}

test('Credentials give out tokens for client credentials, which prove who a servo is until they end', async () => {
  const { clock, optimizer, ask, servo, login } = await appdynamics();
  expect(await (await ask()).json()).toEqual({ access_token: 'token-1', token_type: 'Bearer', expires_in: 60 });
  await login();
  expect((await servo.hello()).status).toBe(200);
  optimizer.assertClean();
  await clock.advance(60_000);
  expect((await servo.next()).status).toBe(401);
  expect(optimizer.violations).toMatchObject([{ rule: 'authorization', message: 'the token has ended' }]);
  await login();
  expect((await servo.next()).status).toBe(200);
});

test('Credentials refuse tokens that were taken back, for which the servo is not to blame', async () => {
  const { optimizer, servo, login } = await appdynamics();
  await login();
  await servo.hello();
  optimizer.revokeTokens();
  expect((await servo.next()).status).toBe(401);
  await login();
  expect((await servo.next()).status).toBe(200);
  optimizer.assertClean();
});

test('Credentials know the token of a connection file', async () => {
  const { optimizer, servo } = await appdynamics();
  expect(JSON.parse(optimizer.connectionFile())).toEqual({
    Authorization: 'test-token',
    Endpoint: 'http://optimizer.test',
    TenantId: 'acme',
  });
  expect((await servo.hello()).status).toBe(200);
  optimizer.assertClean();
});

test('Credentials of one mode are none in the other', async () => {
  const { optimizer, servo, login } = await appdynamics();
  await login();
  const other = new FakeServo(optimizer);
  other.headers = servo.headers;
  expect((await other.hello()).status).toBe(401);
});

test.each([
  [{ headers: { ...headers, authorization: 'Basic nope' } }, 401, 'authorization'],
  [{ body: 'grant_type=password' }, 400, 'param'],
])('Credentials give out no token for %o', async (init, status, rule) => {
  const { optimizer, ask } = await appdynamics();
  expect((await ask(init)).status).toBe(status);
  expect(optimizer.violations).toMatchObject([{ rule, servo: '' }]);
});

test('the request for a token can meet a fault, and must say who asks', async () => {
  const { optimizer, ask } = await appdynamics();
  optimizer.fault(reply.http(503), { on: 'TOKEN' });
  expect((await ask()).status).toBe(503);
  await ask({ headers: { ...headers, 'user-agent': 'node' } });
  expect(optimizer.violations.map(({ rule }) => rule)).toEqual(['user-agent']);
  expect(optimizer.count('TOKEN')).toBe(2);
});
