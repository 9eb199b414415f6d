import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { control, systemClock } from '@servo/core';
import { connectorHost, eventContext } from '@servo/testing';
import { expect, onTestFinished, test } from 'vitest';
import { PrometheusClient } from '../../src/client/prometheus-client.js';
import { PrometheusConfig, PrometheusConnector } from '../../src/index.js';

const quickly = 4_000; // milliseconds, on a busy machine; connecting alone may take ten seconds

/** Begins to listen, and ends with the test; answers host and port. */
async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
}

function clientOf(config: object): PrometheusClient {
  const settings = PrometheusConfig.parse({ metrics: [], retry: 0, ...config });
  const client = new PrometheusClient({ config: settings, cwd: '.', clock: systemClock });
  onTestFinished(() => client[Symbol.asyncDispose]());
  return client;
}

/** How many milliseconds pass until the work has failed, and by what. */
async function failure(work: Promise<unknown>): Promise<{ readonly after: number; readonly error: unknown }> {
  const begun = performance.now();
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { after: performance.now() - begun, error };
}

test.each(['http', 'https'])('PrometheusClient ends with its signal while nobody answers by %s', async (scheme) => {
  const server = createServer();
  const client = clientOf({ baseUrl: `${scheme}://${await listen(server)}` });
  const stop = new AbortController();
  const asked = client.query('42', stop.signal);
  const settled = failure(asked);
  await once(server, 'connection');
  const begun = performance.now();
  stop.abort(new Error('enough'));
  expect((await settled).error).toMatchObject({ message: 'enough' });
  await client[Symbol.asyncDispose]();
  expect(performance.now() - begun).toBeLessThan(quickly);
});

test.each(['http', 'https'])(
  'PrometheusClient waits no longer than it may while nobody answers by %s',
  async (scheme) => {
    const client = clientOf({ baseUrl: `${scheme}://${await listen(createServer())}`, timeout: '200ms' });
    const { after, error } = await failure(client.query('42', new AbortController().signal));
    expect(error).toMatchObject({ message: expect.stringContaining('did not answer in 200ms'), retryable: true });
    expect(after).toBeLessThan(quickly);
  },
);

test('PrometheusClient sends no token that cannot stand in a header, and says so at once', async () => {
  const baseUrl = `https://${await listen(createServer())}`;
  const client = clientOf({ baseUrl, bearerToken: 'abc\ndef', retry: '1m' });
  const { after, error } = await failure(client.query('42', new AbortController().signal));
  expect(error).toMatchObject({ message: 'bearer_token has a character that cannot stand in a header' });
  expect(after).toBeLessThan(quickly);
});

test('PrometheusClient tells the server how long it waits, and hangs up when it is stopped', async () => {
  const asked = Promise.withResolvers<URLSearchParams>();
  const gone = Promise.withResolvers<void>();
  const server = createHttpServer((request, response) => {
    response.on('close', gone.resolve);
    void text(request).then((body) => asked.resolve(new URLSearchParams(body)));
  });
  const client = clientOf({ baseUrl: `http://${await listen(server)}`, timeout: '1m30s' });
  const stop = new AbortController();
  const settled = failure(client.query('42', stop.signal, 1_500));
  expect(Object.fromEntries(await asked.promise)).toEqual({ query: '42', time: '1.5', timeout: '90' });
  stop.abort(new Error('enough'));
  expect((await settled).error).toMatchObject({ message: 'enough' });
  await gone.promise;
});

test('PrometheusConnector ends a measurement that is aborted while nobody answers', async () => {
  const server = createServer();
  const config = PrometheusConfig.parse({
    baseUrl: `https://${await listen(server)}`,
    metrics: [{ name: 'm', query: 'x' }],
  });
  await using connector = new PrometheusConnector(connectorHost({ config, clock: systemClock }));
  const context = eventContext({ clock: systemClock });
  const settled = failure(connector.measure({ control: control({ duration: 60 }) }, context));
  await once(server, 'connection');
  const begun = performance.now();
  context.abort(new Error('enough'));
  expect((await settled).error).toMatchObject({ message: 'enough' });
  expect(performance.now() - begun).toBeLessThan(quickly);
});
