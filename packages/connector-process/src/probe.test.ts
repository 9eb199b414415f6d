import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeHttp, probeTcp } from './probe.js';

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
