import { expect, test } from 'vitest';
import { completion, FakeServo } from '../../test/support/fake-servo.js';
import { FakeClock } from '../fake-clock.js';
import { command } from './command.js';
import { FakeOptimizer, type FakeOptimizerOptions } from './fake-optimizer.js';
import { reply } from './reply-factory.js';

async function greeted(options: FakeOptimizerOptions = {}) {
  const optimizer = new FakeOptimizer({ script: [command.measure()], ...options });
  const servo = new FakeServo(optimizer);
  await servo.hello();
  const broken = (): readonly string[] => optimizer.violations.map(({ rule, message }) => `${rule}: ${message}`);
  return { optimizer, servo, broken };
}

test.each([
  ['user-agent', 'curl/8', 'user-agent: expected /^github\\.com\\/opsani\\/servox v\\S+$/, got "curl/8"'],
  ['content-type', 'text/plain', 'content-type: expected application/json, got "text/plain"'],
  ['accept', 'text/html', 'accept: expected /\\*\\/\\*|application\\/json/, got "text/html"'],
])('Exchange wants the right %s of each request', async (name, value, expected) => {
  const { servo, broken } = await greeted();
  servo.headers[name] = value;
  expect((await servo.next()).body.cmd).toBe('MEASURE');
  expect(broken()).toEqual([expected]);
});

test.each([
  ['{', 'envelope: '],
  ['[]', 'envelope: '],
  ['{"event":"SHOUT","param":null,"servo_uid":null}', 'envelope: event: '],
  ['{"event":"WHATS_NEXT","param":null}', 'envelope: servo_uid missing'],
  ['{"event":"WHATS_NEXT","servo_uid":null}', 'envelope: param missing'],
  ['{"event":"WHATS_NEXT","param":null,"servo_uid":null,"mood":"good"}', 'envelope: Unrecognized key: "mood"'],
  ['{"event":"WHATS_NEXT","param":[1],"servo_uid":null}', 'envelope: param: '],
  ['{"event":"WHATS_NEXT","param":{},"servo_uid":null}', 'param: WHATS_NEXT: param is not null'],
])('Exchange refuses %s', async (body, expected) => {
  const { servo, broken } = await greeted();
  expect((await servo.raw(body)).status).toBe(400);
  expect(broken()).toEqual([expect.stringContaining(expected)]);
});

const uid = 'example.com/web#1';
const done = { ...completion('MEASUREMENT'), cmd_uid: uid };

test.each([
  ['HELLO', { agent: 'me', telemetry: {} }, 'agent is "me"'],
  ['HELLO', { agent: 'github.com/opsani/servox v1.0.0', telemetry: { x: 1 } }, 'telemetry is not a mapping of text'],
  ['HELLO', { agent: 'github.com/opsani/servox v1.0.0', telemetry: {}, x: 1 }, 'unknown key x'],
  ['GOODBYE', {}, 'reason is not a text'],
  ['GOODBYE', null, 'reason is not a text'],
  ['MEASUREMENT', null, 'param is null'],
  ['MEASUREMENT', { progress: '5', runtime: 1, cmd_uid: uid }, 'progress: Invalid input'],
  ['MEASUREMENT', { progress: 5, cmd_uid: uid }, 'runtime is missing'],
  ['MEASUREMENT', { progress: 5, runtime: 1, cmd_uid: uid, mood: 'good' }, 'Unrecognized key'],
  ['MEASUREMENT', { ...done, status: 'fine' }, 'status: Invalid option'],
  ['MEASUREMENT', { ...done, metrics: undefined }, 'metrics is missing'],
  ['MEASUREMENT', { ...done, metrics: { tp: { unit: 'rpm', value: null } } }, 'metrics.tp: Invalid input'],
  ['MEASUREMENT', { ...done, cmd_uid: undefined }, 'cmd_uid is missing'],
  ['MEASUREMENT', { ...done, state: {} }, 'state belong to another event'],
  ['MEASUREMENT', { ...done, reason: 'fine' }, 'reason is not "success"'],
  ['MEASUREMENT', { status: 'failed', message: null, reason: null, cmd_uid: uid }, 'message is not a text'],
])('Exchange refuses %s of %o', async (event, param, expected) => {
  const { servo, broken } = await greeted();
  await servo.next();
  const { status, body } = await servo.say(event, param);
  expect([status, body['status']]).toEqual([400, 'invalid']);
  expect(broken()).toEqual([expect.stringContaining(`param: ${event}: `)]);
  expect(broken()[0]).toContain(expected);
});

test('Exchange finds nothing wrong with any completion that the protocol knows', async () => {
  const { optimizer, servo } = await greeted({ script: [command.describe(), command.measure(), command.adjust({})] });
  await servo.complete('DESCRIPTION', (await servo.next()).body.cmd_uid, {
    descriptor: { application: { components: {} }, measurement: { metrics: { tp: { unit: 'rpm' } } } },
  });
  await servo.complete('MEASUREMENT', (await servo.next()).body.cmd_uid, {
    metrics: { tp: { unit: 'rpm', values: [{ id: '0', data: [[1, 2]] }] }, n: { unit: '', value: 1 } },
    annotations: { 'servo/absent': '[]' },
  });
  const { body } = await servo.next();
  const failed = { status: 'failed', message: 'no', reason: 'unstable', other_messages: ['a'], cmd_uid: body.cmd_uid };
  expect((await servo.say('ADJUSTMENT', failed)).body).toEqual({ status: 'ok' });
  optimizer.assertClean();
});

test.each([
  ['plain', 'authorization', 'Bearer plain'],
  ['Bearer pre', 'authorization', 'Bearer pre'],
  ['X-SF-Token zzz', 'x-sf-token', 'zzz'],
])('Exchange wants the token "%s" in %s', async (token, header, value) => {
  const optimizer = new FakeOptimizer({ token });
  const servo = new FakeServo(optimizer);
  delete servo.headers['authorization'];
  servo.headers[header] = value;
  expect((await servo.hello()).status).toBe(200);
  optimizer.assertClean();
});

test.each([
  [{}, 'there is no token'],
  [{ authorization: 'Bearer other' }, 'the token is not one of this optimizer'],
  [{ authorization: 'test-token' }, 'the token is not one of this optimizer'],
  [{ 'x-sf-token': 'test-token' }, 'the token is not one of this optimizer'],
  [{ authorization: 'Bearer test-token', 'x-sf-token': 'test-token' }, 'both Authorization and X-SF-Token'],
])('Exchange refuses a request with %o', async (headers, expected) => {
  const { servo, broken } = await greeted();
  delete servo.headers['authorization'];
  Object.assign(servo.headers, headers);
  expect((await servo.next()).status).toBe(401);
  expect(broken()).toEqual([expect.stringContaining(expected)]);
});

test.each([
  ['POST', '/servo'],
  ['GET', '/accounts/example.com/applications/web/servo'],
])('Exchange answers %s %s by 404, and notes it', async (method, path) => {
  const { optimizer, broken } = await greeted();
  const response = await optimizer.fetch(new Request(new URL(path, optimizer.baseUrl), { method }));
  expect(response.status).toBe(404);
  expect(broken()).toEqual([`path: ${method} ${path} leads nowhere`]);
});

test('Exchange notes each request as it came, and how it was answered', async () => {
  const clock = new FakeClock();
  const { optimizer, servo } = await greeted({ clock });
  optimizer.fault(reply.reset('after'), { on: 'WHATS_NEXT' });
  await servo.post('WHATS_NEXT').catch(() => {}); // as planned
  optimizer.fault(reply.http(503));
  await servo.next();
  await servo.progress('MEASUREMENT', uid, 5);
  expect(optimizer.requests().map(({ number, event, report, answer }) => [number, event, report, answer])).toEqual([
    [1, 'HELLO', undefined, 'status ok'],
    [2, 'WHATS_NEXT', undefined, `MEASURE ${uid}, reset after`],
    [3, 'WHATS_NEXT', undefined, 'HTTP 503'],
    [4, 'MEASUREMENT', 'progress', 'status ok'],
  ]);
  expect(optimizer.requests('progress')[0]).toMatchObject({
    at: clock.now(),
    servo: 'example.com/web',
    servoUid: null,
    method: 'POST',
    path: '/accounts/example.com/applications/web/servo',
    param: { progress: 5, runtime: 1, cmd_uid: uid },
    body: JSON.stringify({ event: 'MEASUREMENT', param: { progress: 5, runtime: 1, cmd_uid: uid }, servo_uid: null }),
  });
});

test('Exchange lets a planned fault go before one of the script, and one of the script before chance', async () => {
  const script = [command.measure({ onProgress: [reply.http(404), reply.http(408)] })];
  const { optimizer, servo } = await greeted({
    script,
    chaos: { rate: 1, kinds: [reply.http(500)], on: ['progress'] },
  });
  await servo.next();
  optimizer.fault(reply.http(503), { on: 'progress' });
  const statuses = [];
  for (const progress of [1, 2, 3, 4]) statuses.push((await servo.progress('MEASUREMENT', uid, progress)).status);
  expect(statuses).toEqual([503, 404, 408, 500]);
});
