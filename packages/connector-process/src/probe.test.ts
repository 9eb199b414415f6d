import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { FakeClock } from '@servo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitProbe, probeHttp, probeTcp } from './probe.js';

let server: Server;
let port: number;
const never = new AbortController().signal;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    if (url !== '/silent') response.writeHead(Number(url.slice(1))).end('x'.repeat(100_000));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('probeTcp() tells whether somebody accepts connections', async () => {
  expect(await probeTcp({ host: '127.0.0.1', port }, never)).toBeUndefined();
  expect(await probeTcp({ host: '127.0.0.1', port: 1 }, never)).toContain('ECONNREFUSED');
  expect(await probeTcp({ host: 'no-such-host.invalid', port }, never)).toMatch(/no-such-host\.invalid/);
});

test.each([
  [200, undefined],
  [204, undefined],
  [302, 'it answered 302'],
  [503, 'it answered 503'],
])('probeHttp() takes the status %i as %s', async (status, answer) => {
  expect(await probeHttp(`http://127.0.0.1:${port}/${status}`, never)).toBe(answer);
});

test('probeHttp() says why nobody answers', async () => {
  expect(await probeHttp('http://127.0.0.1:1/', never)).toContain('ECONNREFUSED');
});

test('probeHttp() ends with the reason of its signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const asking = probeHttp(`http://127.0.0.1:${port}/silent`, controller.signal);
  controller.abort(reason);
  await expect(asking).rejects.toBe(reason);
});

test('limitProbe() gives up a question that is accepted and never answered', async () => {
  const clock = new FakeClock();
  const ask = (signal: AbortSignal) => probeHttp(`http://127.0.0.1:${port}/silent`, signal);
  const asking = limitProbe(ask, { clock, milliseconds: 1_000, signal: never });
  await clock.advance(1_000);
  expect(await asking).toBe('it did not answer within 1s');
});

test('limitProbe() hands on what is answered in time, and the reason of its signal', async () => {
  const clock = new FakeClock();
  const limit = { clock, milliseconds: 1_000, signal: never };
  expect(await limitProbe(async () => 'it answered 503', limit)).toBe('it answered 503');
  expect(await limitProbe(async () => undefined, limit)).toBeUndefined();
  const signal = AbortSignal.abort(new Error('enough'));
  const silent = (ends: AbortSignal) => probeHttp(`http://127.0.0.1:${port}/silent`, ends);
  await expect(limitProbe(silent, { ...limit, signal })).rejects.toBe(signal.reason);
  expect(clock.pending).toBe(0);
});
