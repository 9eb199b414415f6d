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
