import { expect, onTestFinished, test } from 'vitest';
import { FakeServo } from '../../test/support/fake-servo.js';
import { FakeClock } from '../fake-clock.js';
import { command } from './command.js';
import { FakeOptimizer } from './fake-optimizer.js';
import type { Reply } from './reply.js';
import { reply } from './reply-factory.js';

type Way = 'HTTP' | 'fetch';

/** A servo that has said HELLO, at an optimizer that tells it to DESCRIBE, by sockets or without. */
async function greeted(way: Way, clock?: FakeClock) {
  const optimizer = await FakeOptimizer.listen({ script: [command.describe()], ...(clock && { clock }) });
  onTestFinished(() => optimizer[Symbol.asyncDispose]());
  const servo = new FakeServo(optimizer, 'example.com/web', way === 'HTTP' ? fetch : optimizer.fetch);
  await servo.hello();
  return { optimizer, servo };
}

/** The answer to WHATS_NEXT, with a fault. */
async function asked(way: Way, fault: Reply) {
  const { optimizer, servo } = await greeted(way);
  optimizer.fault(fault, { on: 'WHATS_NEXT' });
  const response = await servo.post('WHATS_NEXT');
  return { response, body: await response.text() };
}

const ways = ['HTTP', 'fetch'] as const;

test.each(ways)('reply.http() is seen as a status by %s, with its headers and its body', async (way) => {
  const { response, body } = await asked(way, reply.http(418, { headers: { 'x-tea': 'yes' }, body: { pot: 1 } }));
  expect([response.status, response.headers.get('x-tea'), body]).toEqual([418, 'yes', '{"pot":1}']);
  expect((await asked(way, reply.http(503, { body: 'busy' }))).body).toBe('busy');
  expect((await asked(way, reply.http(204))).response.status).toBe(204);
});

test.each([
  [7, '7'],
  [new Date('2026-01-01T00:01:00Z'), 'Thu, 01 Jan 2026 00:01:00 GMT'],
])('reply.http() asks to come back after %s', async (retryAfter, expected) => {
  const { response } = await asked('HTTP', reply.http(429, { retryAfter }));
  expect(response.headers.get('retry-after')).toBe(expected);
});

test.each(ways)('reply.revoked() says by %s that the servo is not known', async (way) => {
  const { response, body } = await asked(way, reply.revoked());
  expect([response.status, body]).toEqual([410, '{"detail":"unexpected servo_uid"}']);
});

test('reply.redirect() names another place, where nobody is', async () => {
  const { optimizer, servo } = await greeted('HTTP');
  optimizer.fault(reply.redirect('/there'));
  const { status, headers } = await servo.post('WHATS_NEXT');
  expect([status, headers.get('location')]).toEqual([307, '/there']);
  await fetch(new URL('/there', optimizer.baseUrl), { method: 'POST' });
  expect(optimizer.violations).toEqual([{ rule: 'path', servo: '', request: 3, message: 'POST /there leads nowhere' }]);
});

test.each([
  [reply.notJson(), 'text/html', '<html>'],
  [reply.nan(), 'application/json', '{"cmd":"SLEEP","param":{"duration":NaN'],
  [reply.empty(), 'application/json', ''],
  [reply.json({ cmd: 7 }), 'application/json', '{"cmd":7}'],
  [reply.text('hm'), 'text/plain', 'hm'],
  [reply.ok(), 'application/json', '{"status":"ok"}'],
  [reply.invalid('why'), 'application/json', '{"status":"invalid","reason":"why"}'],
  [reply.staleUid(), 'application/json', '{"status":"invalid","reason":"unexpected cmd_uid"}'],
  [reply.unexpectedEvent('no'), 'application/json', '{"status":"unexpected-event","reason":"no"}'],
  [reply.cancel('enough'), 'application/json', '{"status":"cancel","reason":"enough"}'],
])('reply $name is a body in place of a command', async (fault, type, start) => {
  for (const way of ways) {
    const { response, body } = await asked(way, fault);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(start === '' ? body : body.slice(0, start.length)).toBe(start);
  }
});

test('reply.huge() is a long status', async () => {
  const { body } = await asked('HTTP', reply.huge());
  expect(body).toHaveLength(10 * 2 ** 20);
  expect(JSON.parse(body)).toMatchObject({ status: 'ok' });
});

test.each(ways)('reply.truncated() is half of the command by %s', async (way) => {
  const { response, body } = await asked(way, reply.truncated());
  expect(response.status).toBe(200);
  expect(body).toMatch(/^{"cmd":"DESCRIBE"/);
  expect(() => JSON.parse(body)).toThrow(SyntaxError);
});

test.each(ways)('reply.reset() is a lost connection by %s, and says whether the message was taken in', async (way) => {
  const { optimizer, servo } = await greeted(way);
  const { body } = await servo.next();
  const lost = servo.complete.bind(servo, 'DESCRIPTION', body.cmd_uid);
  optimizer.fault(reply.reset('before'), { on: 'completion' });
  await expect(lost()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect((await servo.next()).body).toEqual(body);
  optimizer.fault(reply.reset('after'), { on: 'completion' });
  await expect(lost()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect((await servo.next()).body.cmd).toBe('SLEEP');
  expect((await lost()).body).toEqual({ status: 'ok' });
  optimizer.assertClean();
});

test.each(ways)('reply.reset("mid-body") loses the connection after a part of the body by %s', async (way) => {
  const { optimizer, servo } = await greeted(way);
  optimizer.fault(reply.reset('mid-body'), { on: 'WHATS_NEXT' });
  const response = await servo.post('WHATS_NEXT');
  const seen: number[] = [];
  const reading = (async () => {
    for await (const chunk of response.body ?? []) seen.push(chunk.length);
  })();
  await expect(reading).rejects.toThrow('terminated');
  expect(seen.length).toBeGreaterThan(0);
});

test.each(ways)('reply.silence() takes the request by %s and never answers', async (way) => {
  const { optimizer, servo } = await greeted(way);
  optimizer.fault(reply.silence(), { on: 'WHATS_NEXT' });
  const answer = servo.post('WHATS_NEXT');
  await optimizer.received('WHATS_NEXT');
  await optimizer[Symbol.asyncDispose]();
  await expect(answer).rejects.toThrow(way === 'HTTP' ? 'fetch failed' : 'closed');
});

test.each(ways)('reply.drip() sends one byte a second by %s', async (way) => {
  const clock = new FakeClock();
  const { optimizer, servo } = await greeted(way, clock);
  optimizer.fault(reply.drip(), { on: 'WHATS_NEXT' });
  const { body } = await servo.post('WHATS_NEXT');
  const reader = body?.getReader();
  for (const [index, letter] of Array.from('{"cmd"').entries()) {
    const read = reader?.read();
    await expect.poll(() => clock.pending).toBe(1);
    await clock.advance(1_000);
    expect([clock.monotonic(), new TextDecoder().decode((await read)?.value)]).toEqual([(index + 1) * 1_000, letter]);
  }
  await reader?.cancel();
});

test.each(ways)('reply.delayed() answers late by %s', async (way) => {
  const clock = new FakeClock();
  const { optimizer, servo } = await greeted(way, clock);
  optimizer.fault(reply.delayed('2s'), { on: 'WHATS_NEXT' });
  const answer = servo.next();
  await expect.poll(() => clock.pending).toBe(1);
  await clock.advance(2_000);
  expect((await answer).body.cmd).toBe('DESCRIBE');
});
