import { expect, test } from 'vitest';
import { httpServer } from '../../../test/support/loopback.js';
import { postBy } from './post.js';

const request = { headers: { 'x-test': 'yes' }, body: 'hello', signal: new AbortController().signal };

test('postBy() sends headers and body, and brings back status, headers and body', async () => {
  const post = postBy(async ({ url, headers, method }) => {
    const text = `${method} ${headers.get('x-test')} ${url}`;
    return new Response(text, { status: 202, headers: { 'x-seen': 'yes' } });
  });
  const answer = await post({ url: 'http://optimizer/servo', ...request });
  expect(answer).toMatchObject({ status: 202, text: 'POST yes http://optimizer/servo', complete: true });
  expect(answer.headers.get('x-seen')).toBe('yes');
});

test('postBy() lets no fetch follow a redirect', async () => {
  const elsewhere = await httpServer(() => expect.unreachable('the redirect was followed'));
  const url = await httpServer((_, response) => response.writeHead(307, { location: elsewhere }).end());
  expect((await postBy(fetch)({ url, ...request })).status).toBe(307);
});
