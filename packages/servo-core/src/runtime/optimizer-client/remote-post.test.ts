import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { remotePost } from './remote-post.js';

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

function openPost(env = {}) {
  const post = remotePost(env);
  onTestFinished(() => post[Symbol.asyncDispose]());
  return post;
}

const { signal } = new AbortController();

describe('remotePost()', () => {
  test('sends headers and body, and brings back status, headers and body', async () => {
    const url = await serverOf(async (request, response) => {
      const body = (await request.toArray()).join('');
      response
        .writeHead(202, { 'x-seen': `${request.method} ${request.url} ${String(request.headers['x-test'])}` })
        .end(`[${body}]`);
    });
    const response = await openPost()({ url, headers: { 'x-test': 'yes' }, body: 'hello', signal });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-seen')).toBe('POST /servo?x=1 yes');
    expect(await response.text()).toBe('[hello]');
  });

  test('does not follow a redirect', async () => {
    const url = await serverOf((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await openPost()({ url, headers: {}, body: '', signal })).status).toBe(302);
  });

  test('ends when the signal aborts, while the server keeps silent', async () => {
    const asked = Promise.withResolvers<void>();
    const url = await serverOf(() => asked.resolve());
    const stop = new AbortController();
    const response = openPost()({ url, headers: {}, body: '', signal: stop.signal });
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
    const response = await openPost({ HTTP_PROXY: new URL(proxy).origin })({
      url: 'http://optimizer.invalid/servo',
      headers: {},
      body: '',
      signal,
    });
    expect(await response.text()).toBe('proxied');
    expect(seen).toEqual(['http://optimizer.invalid/servo']);
  });
});
