import { FakeClock } from '@servo/testing';
import { expect, test, vi } from 'vitest';
import { StubApiServer } from '../../test/support/stub-api-server.js';
import { deployments } from './resource.js';

const { signal } = new AbortController();
const web = { resource: deployments, namespace: 'shop', name: 'web' };

/** What lets a write pass until the test ends that. */
const permission = () => {
  const state = { isWithdrawn: false };
  const guard = vi.fn(() => {
    if (state.isWithdrawn) throw new Error('another servo has the Lease');
  });
  return { state, guard };
};

test.each([
  ['create()', 'POST'],
  ['replace()', 'PUT'],
  ['patch()', 'PATCH'],
  ['delete()', 'DELETE'],
])('%s asks before each sending whether it may write, and sends nothing more when it may not', async (_, method) => {
  await using server = await StubApiServer.start((__, response) =>
    response.writeHead(429, { 'retry-after': '5' }).end('{}'),
  );
  const clock = new FakeClock();
  using api = server.client(clock);
  const { state, guard } = permission();
  const how = { signal, guard };
  const writes: Readonly<Record<string, () => Promise<unknown>>> = {
    POST: () => api.create(web, {}, how),
    PUT: () => api.replace(web, {}, how),
    PATCH: () => api.patch(web, {}, how),
    DELETE: () => api.delete(web, undefined, how),
  };
  const written = expect(writes[method]?.()).rejects.toThrow('another servo has the Lease');
  await vi.waitFor(() => expect(clock.sleeps).toContain(5_000));
  expect(guard).toHaveBeenCalledTimes(1);
  state.isWithdrawn = true;
  await clock.advance(5_000);
  await written;
  expect(guard).toHaveBeenCalledTimes(2);
  expect(server.requests.map((line) => line.split(' ')[0])).toEqual([method]);
});

test('patch() asks again after the credentials were renewed', async () => {
  const { state, guard } = permission();
  await using server = await StubApiServer.start((_, response) => response.writeHead(401).end('{}'));
  const renew = (): void => void (state.isWithdrawn = true);
  using api = server.client(new FakeClock(), { renew });
  await expect(api.patch(web, {}, { signal, guard })).rejects.toThrow('another servo has the Lease');
  expect(server.requests).toHaveLength(1);
});

test('patch() asks after it has waited for its turn', async () => {
  const { state, guard } = permission();
  const held: (() => void)[] = [];
  await using server = await StubApiServer.start((_, response) => held.push(() => response.end('{}')));
  using api = server.client(new FakeClock());
  const reads = Array.from({ length: 16 }, () => api.get(web, signal));
  await vi.waitFor(() => expect(held).toHaveLength(16));
  const written = expect(api.patch(web, {}, { signal, guard })).rejects.toThrow('another servo has the Lease');
  state.isWithdrawn = true;
  for (const answer of held) answer();
  await Promise.all(reads);
  await written;
  expect(guard).toHaveBeenCalledTimes(1);
  expect(server.requests).toHaveLength(16);
});

const object = { metadata: { name: 'web', uid: '1', resourceVersion: '5' }, spec: {} };

test('get() asks again where something else than the API server answered, and says what came', async () => {
  await using server = await StubApiServer.start((_, response) => response.end('<html>Please log in</html>'));
  const clock = new FakeClock();
  using api = server.client(clock);
  const read = expect(api.get(web, signal)).rejects.toMatchObject({
    code: 'KUBERNETES_UNREACHABLE',
    retryable: true,
    message: expect.stringMatching(
      /cannot be reached: what came is not whole, or no JSON: <html>Please log in<\/html>$/,
    ),
  });
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await vi.waitFor(() => expect(server.requests).toHaveLength(attempt));
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    await clock.advance(1_000);
  }
  await read;
  expect(server.requests).toHaveLength(5);
});

test('patch() is not sent again where something else than the API server answered: it may have arrived', async () => {
  await using server = await StubApiServer.start((_, response) => response.end());
  using api = server.client(new FakeClock());
  const written = api.patch(web, {}, { signal });
  await expect(written).rejects.toMatchObject({ retryable: true, message: expect.stringContaining('(nothing)') });
  expect(server.requests).toHaveLength(1);
});

test('watch() counts as cut off when it ends within a line', async () => {
  const line = JSON.stringify({ type: 'MODIFIED', object });
  await using server = await StubApiServer.start((_, response) => response.end(`${line}\n${line.slice(0, 40)}`));
  using api = server.client(new FakeClock());
  const watch = api.watch(web, { resourceVersion: '4', seconds: 60, signal })[Symbol.asyncIterator]();
  expect(await watch.next()).toEqual({ done: false, value: { type: 'MODIFIED', object } });
  await expect(watch.next()).rejects.toMatchObject({
    status: 0,
    retryable: true,
    message: expect.stringContaining(`no JSON: ${line.slice(0, 40)}`),
  });
});

test('get() waits for a busy API server as it asks, and no longer than a minute', async () => {
  const wishes = ['2', '86400', new Date(Date.parse('2026-01-01T00:00:10Z')).toUTCString()];
  await using server = await StubApiServer.start((_, response) => {
    const wish = wishes[server.requests.length - 1] ?? '';
    response.writeHead(429, { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': wish }).end('{}');
  });
  const clock = new FakeClock();
  const end = new AbortController();
  using api = server.client(clock);
  const read = expect(api.get(web, end.signal)).rejects.toThrow('enough');
  for (const wait of [2_000, 60_000, 10_000]) {
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    await vi.waitFor(() => expect(clock.sleeps.at(-1)).toBe(wait));
    await clock.advance(wait);
  }
  end.abort(new Error('enough'));
  await read;
});

/** Answers lists in pages of two objects; `place` is the state of the cluster that a page is of. */
const page = (line: string, place: string): string => {
  const from = Number(/continue=\D*(\d+)/.exec(line)?.[1] ?? 0);
  const items = [0, 1, 2, 3, 4].slice(from, from + 2).map((index) => ({ metadata: { name: `web-${index}` } }));
  return JSON.stringify({ items, metadata: { resourceVersion: place, continue: from < 4 ? `from-${from + 2}` : '' } });
};

test('list() reads pages of 500 objects, all of one state of the cluster', async () => {
  await using server = await StubApiServer.start((line, response) => response.end(page(line, '7')));
  using api = server.client(new FakeClock());
  const { items, resourceVersion } = await api.list({ ...web, labelSelector: 'app=web' }, signal);
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['web-0', 'web-1', 'web-2', 'web-3', 'web-4']);
  expect(resourceVersion).toBe('7');
  const asked = 'GET /apis/apps/v1/namespaces/shop/deployments?labelSelector=app%3Dweb&limit=500';
  expect(server.requests).toEqual([asked, `${asked}&continue=from-2`, `${asked}&continue=from-4`]);
});

test('list() begins anew when the API server has forgotten the pages before', async () => {
  await using server = await StubApiServer.start((line, response) => {
    if (server.requests.length === 3) response.writeHead(410).end(JSON.stringify({ reason: 'Expired' }));
    else response.end(page(line, server.requests.length < 3 ? '7' : '9'));
  });
  using api = server.client(new FakeClock());
  const { items, resourceVersion } = await api.list(web, signal);
  expect([items.length, resourceVersion, server.requests.length]).toEqual([5, '9', 6]);
});

test('list() gives up when the API server forgets each time', async () => {
  await using server = await StubApiServer.start((_, response) => response.writeHead(410).end('{}'));
  using api = server.client(new FakeClock());
  await expect(api.list(web, signal)).rejects.toMatchObject({ status: 410 });
  expect(server.requests).toHaveLength(5);
});

test('list() does not ask again for an answer that is too large', async () => {
  const part = Buffer.alloc(2 ** 20, ' ');
  await using server = await StubApiServer.start((_, response) => {
    const write = (): unknown => response.write(part, (error) => error ?? write());
    write();
  });
  using api = server.client(new FakeClock());
  await expect(api.list(web, signal)).rejects.toMatchObject({
    code: 'KUBERNETES_REFUSED',
    retryable: false,
    message: expect.stringMatching(/^The API server at http:.* answered with more than 64 MiB$/),
    hint: expect.stringContaining('Look for objects'),
  });
  expect(server.requests).toHaveLength(1);
});
