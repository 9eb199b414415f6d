import { ServoError } from '@servo/core';
import { expect, test } from 'vitest';
import { say } from '../../test/fake-servo.js';
import type { Conductor, Order, Rest } from './conductor.js';
import { ProtocolServer } from './protocol-server.js';

const describe: Order = { cmd: 'DESCRIBE', param: {} };
const measure: Order = { cmd: 'MEASURE', param: { metrics: ['throughput'], control: { duration: 3 } } };
const rest: Rest = { cmd: 'SLEEP', seconds: 60, reason: 'no active optimization pipeline' };

interface Script {
  readonly fetch: ProtocolServer['fetch'];
  /** What the conductor was told. */
  readonly told: string[];
  readonly next: () => Promise<{ cmd: string; cmd_uid: string; param: unknown }>;
  readonly say: (event: string, param: unknown) => Promise<unknown>;
}

function script(...orders: (Order | Rest)[]): Script {
  const told: string[] = [];
  const conductor: Conductor = {
    next: async () => orders.shift() ?? rest,
    completed: async ({ cmd }, { status }) => void told.push(`${cmd} ${status}`),
    left: async () => void told.push('left'),
    restarted: () => void told.push('restarted'),
  };
  const { fetch } = new ProtocolServer(conductor);
  return {
    fetch,
    told,
    next: async () => (await say(fetch, 'WHATS_NEXT', null)) as Awaited<ReturnType<Script['next']>>, // as it writes them
    say: (event, param) => say(fetch, event, param),
  };
}

const ok = { status: 'ok' };

test('ProtocolServer gives out a command with its parameters, and rest when there is none', async () => {
  const { next, say } = script(measure);
  const command = await next();
  expect(command).toEqual({ cmd: 'MEASURE', cmd_uid: expect.any(String), param: measure.param });
  expect(await say('MEASUREMENT', { ...ok, cmd_uid: command.cmd_uid })).toEqual(ok);
  expect(await next()).toEqual({ cmd: 'SLEEP', param: { duration: 60, data: { reason: rest.reason } } });
});

test('ProtocolServer gives out the same command until it is completed, then one with another uid', async () => {
  const { next, say, told } = script(measure, measure);
  const first = await next();
  expect(await next()).toEqual(first);
  await say('MEASUREMENT', { ...ok, cmd_uid: first.cmd_uid });
  expect((await next()).cmd_uid).not.toBe(first.cmd_uid);
  expect(told).toEqual(['MEASURE ok']);
});

test('ProtocolServer takes HELLO and GOODBYE in any state', async () => {
  const { next, say } = script(measure);
  for (const step of [() => undefined, next]) {
    await step();
    expect(await say('HELLO', null)).toEqual(ok);
    expect(await say('GOODBYE', { reason: 'SIGTERM' })).toEqual(ok);
  }
});

test('ProtocolServer acknowledges a completion that comes again, and tells of it once', async () => {
  const { next, say, told } = script(describe);
  const { cmd_uid } = await next();
  const completion = { ...ok, descriptor: {}, cmd_uid };
  expect(await say('DESCRIPTION', completion)).toEqual(ok);
  expect(await say('DESCRIPTION', completion)).toEqual(ok);
  await next();
  expect(await say('DESCRIPTION', completion)).toEqual(ok);
  expect(told).toEqual(['DESCRIBE ok']);
});

test('ProtocolServer does not acknowledge a completion that the conductor could not take in, and takes it again', async () => {
  const told: string[] = [];
  let broken = true;
  const { fetch } = new ProtocolServer({
    next: async () => measure,
    completed: async ({ cmd }, { status }) => {
      if (broken) throw new ServoError('STORE_FAILED', 'The disk is full');
      told.push(`${cmd} ${status}`);
    },
    left: async () => {},
    restarted: () => {},
  });
  const post = (event: string, param: unknown): Promise<Response> =>
    fetch(new Request('http://optimizer.test/servo', { method: 'POST', body: JSON.stringify({ event, param }) }));
  const { cmd_uid } = (await (await post('WHATS_NEXT', null)).json()) as { cmd_uid: string }; // as it writes it
  const refused = await post('MEASUREMENT', { ...ok, cmd_uid });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ reason: 'The disk is full' });
  expect(await (await post('WHATS_NEXT', null)).json()).toMatchObject({ cmd_uid });
  broken = false;
  const taken = await post('MEASUREMENT', { ...ok, cmd_uid });
  expect([taken.status, await taken.json()]).toEqual([200, ok]);
  expect(told).toEqual(['MEASURE ok']);
  expect(await (await post('WHATS_NEXT', null)).json()).not.toMatchObject({ cmd_uid });
});

test('ProtocolServer refuses a second, different completion of a command', async () => {
  const { next, say, told } = script(describe);
  const { cmd_uid } = await next();
  await say('DESCRIPTION', { ...ok, cmd_uid });
  expect(await say('DESCRIPTION', { status: 'failed', cmd_uid })).toEqual({
    status: 'invalid',
    reason: expect.stringContaining('completed differently'),
  });
  expect(told).toEqual(['DESCRIBE ok']);
});

test('ProtocolServer answers a completion out of order with what it expected', async () => {
  const { next, say, told } = script(measure);
  expect(await say('ADJUSTMENT', { ...ok, cmd_uid: 'x' })).toEqual({
    status: 'unexpected-event',
    reason: 'Received ADJUSTMENT, expected WHATS_NEXT',
  });
  const { cmd_uid } = await next();
  expect(await say('ADJUSTMENT', { ...ok, cmd_uid })).toEqual({
    status: 'unexpected-event',
    reason: 'Received ADJUSTMENT, expected MEASUREMENT',
  });
  expect(await say('MEASUREMENT', { ...ok, cmd_uid: 'stale' })).toEqual({
    status: 'invalid',
    reason: 'unexpected cmd_uid',
  });
  expect(told).toEqual([]);
});

test('ProtocolServer takes progress, which must rise', async () => {
  const { next, say, told } = script(measure);
  const { cmd_uid } = await next();
  const progress = (value: number): Promise<unknown> =>
    say('MEASUREMENT', { progress: value, runtime: 1, cmd_uid, message: 'going' });
  expect(await progress(45)).toEqual(ok);
  expect(await progress(22)).toEqual({
    status: 'invalid',
    reason: expect.stringMatching(/backward: 22 after 45/),
  });
  expect(await progress(99.9)).toEqual(ok);
  expect(told).toEqual([]);
  expect(await say('MEASUREMENT', { ...ok, cmd_uid })).toEqual(ok);
  expect(told).toEqual(['MEASURE ok']);
});

test('ProtocolServer begins anew with a servo that began anew', async () => {
  const { next, say, told } = script(measure, measure);
  await say('HELLO', { agent: 'fake' });
  const first = await next();
  await say('HELLO', null);
  expect(await next()).toEqual(first);
  await say('HELLO', { agent: 'fake' });
  const second = await next();
  expect(second.cmd_uid).not.toBe(first.cmd_uid);
  expect(told).toEqual(['restarted', 'restarted']);
  expect(await say('MEASUREMENT', { ...ok, cmd_uid: first.cmd_uid })).toMatchObject({ reason: 'unexpected cmd_uid' });
});

test('ProtocolServer goes on resting when it is over', async () => {
  const { next, say } = script({ ...rest, over: 'Done' });
  expect((await next()).cmd).toBe('SLEEP');
  expect((await next()).cmd).toBe('SLEEP');
  expect(await say('MEASUREMENT', { ...ok, cmd_uid: 'x' })).toMatchObject({ status: 'unexpected-event' });
});

test.each([
  ['no JSON', 'nonsense', /JSON/],
  ['another shape', '[]', /the request/],
  ['an unknown event', '{"event":"SET_STATE","param":null,"servo_uid":null}', /event/],
  ['a completion without status', '{"event":"MEASUREMENT","param":{"progress":100}}', /MEASUREMENT: status/],
  ['an unknown status', '{"event":"MEASUREMENT","param":{"status":"fine"}}', /status/],
  ['progress that is none', '{"event":"MEASUREMENT","param":{"progress":-5}}', /progress/],
  ['readings of another shape', '{"event":"MEASUREMENT","param":{"status":"ok","metrics":{"x":{}}}}', /metrics/],
])('ProtocolServer answers %s with 400 and the reason', async (_, body, reason) => {
  const response = await script().fetch(new Request('http://optimizer.test/servo', { method: 'POST', body }));
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ status: 'invalid', reason: expect.stringMatching(reason) });
});

test('ProtocolServer takes nothing but POST', async () => {
  const response = await script().fetch(new Request('http://optimizer.test/servo'));
  expect(response.status).toBe(405);
});

test('ProtocolServer answers one request after the other', async () => {
  const { next } = script(measure, describe);
  const [first, second] = await Promise.all([next(), next()]);
  expect(second).toEqual(first);
});
