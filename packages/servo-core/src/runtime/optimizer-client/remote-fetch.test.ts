import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { remoteFetch } from './remote-fetch.js';

async function serverOf(listener: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on a port
  return `http://127.0.0.1:${port}/servo?x=1`;
}

function openFetch(env = {}) {
  const fetch = remoteFetch(env);
  onTestFinished(() => fetch[Symbol.asyncDispose]());
  return fetch;
}

describe('remoteFetch()', () => {
  test('sends headers and body, and brings back status, headers and body', async () => {
    const url = await serverOf(async (request, response) => {
      const body = (await request.toArray()).join('');
      response
        .writeHead(202, { 'x-seen': `${request.method} ${request.url} ${String(request.headers['x-test'])}` })
        .end(`[${body}]`);
    });
    const response = await openFetch()(
      new Request(url, { method: 'POST', headers: { 'x-test': 'yes' }, body: 'hello' }),
    );
    expect(response.status).toBe(202);
    expect(response.headers.get('x-seen')).toBe('POST /servo?x=1 yes');
    expect(await response.text()).toBe('[hello]');
  });

  test('does not follow a redirect', async () => {
    const url = await serverOf((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await openFetch()(new Request(url, { method: 'POST' }))).status).toBe(302);
  });

  test('ends when the signal aborts, while the server keeps silent', async () => {
    const asked = Promise.withResolvers<void>();
    const url = await serverOf(() => asked.resolve());
    const stop = new AbortController();
    const response = openFetch()(new Request(url, { method: 'POST', signal: stop.signal }));
    await asked.promise;
    stop.abort(new Error('enough'));
    await expect(response).rejects.toThrow();
  });

  test('goes through the proxy that the given environment names, and not that of the process', async () => {
    const seen: (string | undefined)[] = [];
    const proxy = await serverOf((request, response) => {
      seen.push(request.url);
      response.end('proxied');
    });
    const fetch = openFetch({ HTTP_PROXY: new URL(proxy).origin });
    const response = await fetch(new Request('http://optimizer.invalid/servo', { method: 'POST' }));
    expect(await response.text()).toBe('proxied');
    expect(seen).toEqual(['http://optimizer.invalid/servo']);
  });
});
