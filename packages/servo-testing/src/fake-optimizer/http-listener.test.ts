import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { systemClock } from '@servo/core';
import { expect, onTestFinished, test } from 'vitest';
import { HttpListener } from './http-listener.js';
import type { Incoming } from './incoming.js';
import type { Transfer } from './reply.js';

async function listener(transfer: Transfer = { kind: 'whole' }) {
  const seen: Incoming[] = [];
  const arrived = Promise.withResolvers<void>();
  const handle = async (incoming: Incoming) => {
    seen.push(incoming);
    arrived.resolve();
    return { answer: { status: 200, body: 'hello' }, transfer };
  };
  const opened = await HttpListener.open({ handle, clock: systemClock });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  return { opened, seen, arrived: arrived.promise, port: Number(new URL(opened.url).port) };
}

test('HttpListener hands requests over as they came', async () => {
  const { opened, seen } = await listener();
  const response = await fetch(`${opened.url}/a/b?c=d`, { method: 'POST', body: 'ä', headers: { 'X-Y': 'z' } });
  expect(await response.text()).toBe('hello');
  expect(seen).toMatchObject([{ method: 'POST', path: '/a/b', body: 'ä', headers: { 'x-y': 'z' } }]);
});

test('HttpListener keeps connections', async () => {
  const { port } = await listener();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (const _ of [1, 2, 3]) {
    const sent = request({ agent, port, host: '127.0.0.1', method: 'POST' }).end();
    const [response] = await once(sent, 'response');
    ports.add(sent.socket?.localPort);
    await response.toArray();
  }
  expect(ports.size).toBe(1);
});

test('HttpListener takes no request whose body does not end', async () => {
  const { port, seen } = await listener();
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nshort');
  socket.destroySoon();
  await once(socket, 'close');
  await fetch(`http://127.0.0.1:${port}`);
  expect(seen.map(({ method }) => method)).toEqual(['GET']);
});

test('HttpListener closes every connection at once when it is disposed, and may be disposed twice', async () => {
  const { opened, port, arrived } = await listener({ kind: 'silence' });
  const sockets = ['', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'].map((text) => {
    const socket = connect(port, '127.0.0.1').resume();
    socket.write(text);
    return once(socket, 'close');
  });
  await arrived;
  await opened[Symbol.asyncDispose]();
  await opened[Symbol.asyncDispose]();
  await Promise.all(sockets);
  await expect(fetch(opened.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});
