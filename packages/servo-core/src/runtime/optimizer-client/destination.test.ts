import { expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { httpServer } from '../../../test/support/loopback.js';
import { Secret } from '../../config/secret.js';
import { clientCredentials } from './client-credentials.js';
import { fixedDestination, isSameDestination } from './destination.js';
import { OptimizerClient } from './optimizer-client.js';
import { postBy } from './post.js';

test('fixedDestination() gets another token when one is refused, once for requests that are made together', async () => {
  let issued = 0;
  const tokenUrl = await httpServer((_, response) => response.end(JSON.stringify({ access_token: `t${++issued}` })));
  const tokens: (string | undefined)[] = [];
  const url = await httpServer(({ headers: { authorization } }, response) => {
    tokens.push(authorization);
    response.writeHead(authorization === 'Bearer t2' ? 200 : 401).end('{}');
  });
  const common = { post: postBy(fetch), userAgent: 'servo/1', clock: new FakeClock() };
  const authorization = clientCredentials({
    tokenUrl,
    clientId: 'me',
    clientSecret: async () => new Secret('hush'),
    ...common,
  });
  const destination = fixedDestination(url, authorization);
  const client = new OptimizerClient({ destination, random: () => 0, ...common });
  const { signal } = new AbortController();
  await Promise.all([client.send('WHATS_NEXT', null, signal), client.send('MEASUREMENT', {}, signal)]);
  expect(tokens).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2', 'Bearer t2']);
  expect(issued).toBe(2);
});

test('isSameDestination() compares URL and headers', () => {
  const one = { url: 'http://a', headers: { Authorization: 'Bearer t' } };
  expect(isSameDestination(one, { ...one, headers: { ...one.headers } })).toBe(true);
  expect(isSameDestination(one, { ...one, url: 'http://b' })).toBe(false);
  expect(isSameDestination(one, { ...one, headers: { 'X-SF-Token': 't' } })).toBe(false);
});
