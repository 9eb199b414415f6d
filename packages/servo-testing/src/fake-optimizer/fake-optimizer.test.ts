import { expect, test } from 'vitest';
import { FakeServo } from '../../test/support/fake-servo.js';
import { command } from './command.js';
import { FakeOptimizer } from './fake-optimizer.js';
import { reply } from './reply-factory.js';

test('FakeOptimizer hands out a script, and finds nothing wrong with a servo that follows it', async () => {
  const optimizer = new FakeOptimizer();
  optimizer.script('example.com/web', [
    command.describe(),
    command.measure({ metrics: ['throughput'], control: { duration: '3m' } }),
    command.adjust({ web: { cpu: 2 } }),
    command.sleep('5s', 'tired'),
  ]);
  const servo = new FakeServo(optimizer);
  expect((await servo.hello()).body).toEqual({ status: 'ok' });
  expect((await servo.next()).body).toEqual({ cmd: 'DESCRIBE', cmd_uid: 'example.com/web#1', param: {} });
  expect((await servo.complete('DESCRIPTION', 'example.com/web#1')).body).toEqual({ status: 'ok' });
  const measure = await servo.next();
  expect(measure.body['param']).toEqual({ metrics: ['throughput'], control: { duration: '3m' } });
  await servo.progress('MEASUREMENT', measure.body.cmd_uid, 30);
  await servo.complete('MEASUREMENT', measure.body.cmd_uid);
  const adjust = await servo.next();
  expect(adjust.body['param']).toEqual({
    state: { application: { components: { web: { settings: { cpu: { value: 2 } } } } } },
    control: {},
  });
  await servo.complete('ADJUSTMENT', adjust.body.cmd_uid, { status: 'rejected', message: 'no', state: undefined });
  expect((await servo.next()).body).toEqual({ cmd: 'SLEEP', param: { duration: 5, data: { reason: 'tired' } } });
  expect((await servo.next()).body['param']).toMatchObject({ duration: 60 });
  await servo.say('GOODBYE', { reason: 'SIGTERM' });
  optimizer.assertClean();
  expect(optimizer.requests('completion').map(({ event }) => event)).toEqual([
    'DESCRIPTION',
    'MEASUREMENT',
    'ADJUSTMENT',
  ]);
});

test('FakeOptimizer.listen() serves the same over HTTP', async () => {
  await using optimizer = await FakeOptimizer.listen({ script: [command.describe()] });
  optimizer.fault(reply.http(503, { retryAfter: 5 }), { on: 'HELLO' });
  const servo = new FakeServo(optimizer, 'example.com/web', fetch);
  const refused = await servo.hello();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  await servo.hello();
  const { body } = await servo.next();
  expect(body.cmd).toBe('DESCRIBE');
  const received = optimizer.received('completion', { servo: 'example.com/web' });
  await servo.complete('DESCRIPTION', body.cmd_uid);
  expect(await received).toMatchObject({ event: 'DESCRIPTION', param: { status: 'ok' }, answer: 'status ok' });
  optimizer.assertClean();
});

test('FakeOptimizer has a script for each servo, and one for those without', async () => {
  const optimizer = new FakeOptimizer({ script: [command.describe()], end: command.sleep(7) });
  optimizer.script('example.com/b', [command.measure()], { end: 'repeat' });
  const told = [];
  for (const id of ['example.com/a', 'example.com/b', 'OID']) {
    const servo = new FakeServo(optimizer, id);
    await servo.hello();
    const { body } = await servo.next();
    await servo.complete(body.cmd === 'MEASURE' ? 'MEASUREMENT' : 'DESCRIPTION', body.cmd_uid);
    told.push([body.cmd_uid, (await servo.next()).body.cmd]);
  }
  expect(told).toEqual([
    ['example.com/a#1', 'SLEEP'],
    ['example.com/b#1', 'MEASURE'],
    ['OID#1', 'SLEEP'],
  ]);
  expect([optimizer.count('HELLO'), optimizer.count('HELLO', 'OID')]).toEqual([3, 1]);
  optimizer.assertClean();
});

test('FakeOptimizer configures servos of both modes', () => {
  const optimizer = new FakeOptimizer({ token: 't', tenantId: 'x', clientId: 'c', clientSecret: 's' });
  const base_url = 'http://optimizer.test';
  expect(optimizer.opsani('example.com/web')).toEqual({ id: 'example.com/web', token: 't', base_url });
  expect(optimizer.appdynamics('OID')).toEqual({
    optimizer_id: 'OID',
    tenant_id: 'x',
    base_url,
    client_id: 'c',
    client_secret: 's',
  });
});

test('FakeOptimizer.assertClean() throws every violation, readably', async () => {
  const optimizer = new FakeOptimizer();
  await new FakeServo(optimizer).next();
  expect(() => optimizer.assertClean()).toThrow(
    expect.objectContaining({
      code: 'PROTOCOL_VIOLATED',
      message: `Servos broke rules of the protocol (1):
- request 1 of example.com/web: HELLO comes first, and again after GOODBYE
  WHATS_NEXT came before HELLO`,
    }),
  );
});

test('FakeOptimizer tells whoever waits, and assertClean(), of a script that throws', async () => {
  const optimizer = new FakeOptimizer();
  optimizer.script('example.com/web', () => {
    throw new TypeError('oops');
  });
  const servo = new FakeServo(optimizer);
  await servo.hello();
  const waiting = optimizer.received('completion');
  expect((await servo.next()).status).toBe(500);
  await expect(waiting).rejects.toThrow('oops');
  expect(() => optimizer.assertClean()).toThrow('oops');
});

test('FakeOptimizer remembers as many requests as it may, and counts all', async () => {
  const optimizer = new FakeOptimizer({ remember: 2 });
  const servo = new FakeServo(optimizer);
  await servo.hello();
  for (const _ of [1, 2, 3]) await servo.next();
  expect(optimizer.requests().map(({ number }) => number)).toEqual([3, 4]);
  expect(optimizer.count()).toBe(4);
});

test('FakeOptimizer.fetch() ends with the request it answers, and with the optimizer', async () => {
  const optimizer = new FakeOptimizer({ script: () => new Promise(() => {}) });
  const [url, stop] = [optimizer.servoUrl('example.com/web'), new AbortController()];
  const { headers } = new FakeServo(optimizer);
  const body = JSON.stringify({ event: 'WHATS_NEXT', param: null, servo_uid: null });
  const aborted = optimizer.fetch(new Request(url, { method: 'POST', headers, body, signal: stop.signal }));
  const closed = optimizer.fetch(new Request(url, { method: 'POST', headers, body }));
  await optimizer.received('WHATS_NEXT', { count: 2 });
  stop.abort(new TypeError('enough'));
  await expect(aborted).rejects.toThrow('enough');
  await optimizer[Symbol.asyncDispose]();
  await expect(closed).rejects.toMatchObject({ code: 'OPTIMIZER_CLOSED' });
  await expect(optimizer.received('GOODBYE')).rejects.toMatchObject({ code: 'OPTIMIZER_CLOSED' });
});
