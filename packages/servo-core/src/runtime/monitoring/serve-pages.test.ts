import { expect, onTestFinished, test } from 'vitest';
import { type PageServer, type Pages, servePages } from './serve-pages.js';

const pages: Pages = {
  '/well': () => ({ status: 200, type: 'text/plain', body: 'yes' }),
  '/broken': () => Promise.reject(new Error('no numbers')),
};

async function served(): Promise<PageServer> {
  const server = await servePages(pages, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

test.for([
  ['GET', '/well', 200, 'yes'],
  ['GET', '/well?a=b', 200, 'yes'],
  ['HEAD', '/well', 200, ''],
  ['GET', '/other', 404, 'There are /well, /broken\n'],
  ['GET', '/constructor', 404, 'There are /well, /broken\n'],
  ['POST', '/well', 405, 'Only GET and HEAD are answered\n'],
  ['GET', '/broken', 500, 'no numbers\n'],
] as const)('servePages() answers %s %s with %i', async ([method, path, status, body]) => {
  const { url } = await served();
  const answer = await fetch(`${url}${path}`, { method });
  expect([answer.status, await answer.text()]).toEqual([status, body]);
});

test('servePages() refuses an address that is taken', async () => {
  const { url } = await served();
  const port = Number(new URL(url).port);
  await expect(servePages(pages, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'LISTEN_FAILED',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});

test('servePages() serves no more once it is disposed, whoever is connected', async () => {
  const server = await servePages(pages, { host: '127.0.0.1', port: 0 });
  await (await fetch(`${server.url}/well`)).text(); // the connection is kept
  await server[Symbol.asyncDispose]();
  await expect(fetch(`${server.url}/well`)).rejects.toThrow('fetch failed');
});
