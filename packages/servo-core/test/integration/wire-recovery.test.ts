import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../servo-testing/src/fake-clock.js';
import { command, type FakeOptimizer, reply } from '../../../servo-testing/src/fake-optimizer.js';
import { connected, waits } from '../support/connected.js';
import { id } from '../support/live-servo.js';
import { readPem, testPem } from '../support/loopback.js';
import { target } from '../support/scripted-runner.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('A servo goes on', () => {
  test.for([
    ['http://optimizer.invalid', /ENOTFOUND|EAI_AGAIN/],
    ['http://127.0.0.1:1', /ECONNREFUSED/],
  ] as const)('after nothing was found at %s, once the endpoint is another', async ([endpoint, message]) => {
    const connection = JSON.stringify({ Authorization: 'test-token', Endpoint: endpoint, TenantId: 'acme' });
    const cwd = temporaryFolder({ 'connection.yaml': connection });
    const section = (): object => ({ optimizer_id: 'web', connection_file: 'connection.yaml' });
    const { optimizer, begin } = await connected({ cwd, section });
    optimizer.script('web', [command.describe()]);
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    expect(servo.events.find(({ type }) => type === 'retrying')).toMatchObject({
      message: expect.stringMatching(message),
    });
    writeFileSync(join(cwd, 'connection.yaml'), optimizer.connectionFile());
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.count('completion')).toBe(1);
    optimizer.assertClean();
  });

  test('after a certificate was not trusted, once its authority is known', async () => {
    const cwd = temporaryFolder({ 'ca.pem': readPem('expired.pem') });
    const tls = { cert: readPem('server.pem'), key: readPem('server.key') };
    const { optimizer, begin } = await connected({ cwd, tls, settings: { ssl_verify: 'ca.pem' } });
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    expect(optimizer.count()).toBe(0);
    cpSync(testPem('ca.pem'), join(cwd, 'ca.pem'));
    await servo.until(() => servo.saw('sleeping'));
    optimizer.assertClean();
  });

  test('after its token was refused, once the file holds another', async () => {
    const cwd = temporaryFolder({ token: 'old' });
    const section = ({ baseUrl }: FakeOptimizer): object => ({ id, token_file: 'token', base_url: baseUrl });
    const { optimizer, begin } = await connected({ cwd, section });
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    writeFileSync(join(cwd, 'token'), 'test-token\n');
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.requests('HELLO').map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer old',
      'Bearer old',
      'Bearer test-token',
    ]);
  });

  test('after its client secret was refused, once the file holds another', async () => {
    const cwd = temporaryFolder({ secret: 'old' });
    const section = (each: FakeOptimizer): object => {
      const { client_secret: _, ...rest } = each.appdynamics('web');
      return { ...rest, client_secret_file: 'secret' };
    };
    const { optimizer, begin } = await connected({ cwd, section });
    const servo = await begin();
    await servo.until(() => servo.saw('retrying'));
    expect(optimizer.count('HELLO')).toBe(0);
    writeFileSync(join(cwd, 'secret'), 'test-secret\n');
    await servo.until(() => servo.saw('sleeping'));
    expect(optimizer.count('TOKEN')).toBe(2);
  });

  test('with another token when those that were given out are taken back', async () => {
    const { optimizer, begin } = await connected({ section: (each) => each.appdynamics('web') });
    const servo = await begin();
    await servo.until(() => servo.saw('sleeping'));
    optimizer.revokeTokens();
    await servo.until(() => optimizer.count('TOKEN') === 2 && optimizer.count('WHATS_NEXT') > 2);
    expect(servo.saw('retrying')).toBe(false);
    optimizer.assertClean();
  });

  test.for([-86_400_000, 86_400_000])('as before when the time of day jumps by %d ms', async (jump) => {
    const clock = new FakeClock();
    let ahead = 0;
    const view = { now: () => clock.now() + ahead, monotonic: () => clock.monotonic(), sleep: clock.sleep.bind(clock) };
    const measure = async (): Promise<void> => {
      await clock.sleep(30_000);
      ahead += jump;
      await clock.sleep(60_000);
    };
    const { optimizer, begin } = await connected({ clock, view, type: target({ cpu: 2, measure }) });
    optimizer.script(id, [command.measure({ metrics: ['throughput'] }), command.sleep(60), command.describe()]);
    optimizer.fault(reply.http(503), { on: 'WHATS_NEXT', nth: 2 });
    const servo = await begin();
    await servo.until(() => optimizer.count('completion') === 2);
    const [measured, described] = optimizer.requests('completion');
    expect([measured?.param?.['status'], described?.param?.['status']]).toEqual(['ok', 'ok']);
    expect(optimizer.requests('progress')[0]?.param?.['runtime']).toBeCloseTo(60, 0);
    const [wait] = waits([measured, described]);
    expect(wait).toBeGreaterThanOrEqual(61_000);
    expect(wait).toBeLessThan(65_000);
    optimizer.assertClean();
  });
});
