import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { servePages } from '../../src/runtime/monitoring/serve-pages.js';

test('servePages() answers a probe again soon after idle connections took every place', async () => {
  const well = { '/well': () => ({ status: 200, type: 'text/plain', body: 'yes' }) };
  const server = await servePages(well, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url } = server;
  const idle = Array.from({ length: 70 }, () => connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {}));
  onTestFinished(() => idle.forEach((socket) => socket.destroy()));
  await Promise.all(idle.slice(0, 64).map((socket) => once(socket, 'connect')));
  const answered = async (): Promise<number> => (await fetch(`${url}/well`)).status;
  await vi.waitFor(async () => expect(await answered()).toBe(200), { timeout: 9_000, interval: 250 });
});
