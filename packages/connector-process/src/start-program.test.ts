import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { FakeClock } from '@servo/testing';
import { afterEach, expect, test } from 'vitest';
import { ProcessConfig } from './process-config.js';
import { assertAddressFree } from './start-program.js';

// It listens and, from the first connection on, never again looks at one: the queue of the system fills up.
const deafServer = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  parentPort.once('message', () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
`;
const sockets: Socket[] = [];
let worker: Worker | undefined;

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await worker?.terminate();
});

test('assertAddressFree() does not wait for an address where connections are swallowed', async () => {
  worker = new Worker(deafServer, { eval: true });
  const [port] = await once(worker, 'message');
  worker.postMessage('be deaf');
  for (let count = 0; count < 8; count += 1) sockets.push(connect({ host: '127.0.0.1', port }).on('error', () => {})); // those that fit into the queue succeed
  const config = ProcessConfig.parse({ component: 'web', command: ['node'], ready: { tcp: `127.0.0.1:${port}` } });
  const clock = new FakeClock();
  const asking = assertAddressFree({ config, clock }, new AbortController().signal);
  await clock.advance(1_000);
  await expect(asking).resolves.toBeUndefined();
});
