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
