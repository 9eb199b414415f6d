import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import type { Authorization } from './authorization.js';
import { OptimizerClient, type OptimizerClientOptions } from './optimizer-client.js';
import { postBy } from './post.js';

function clientOf(
  fetch: (request: Request) => Promise<Response>,
  more: Partial<Omit<OptimizerClientOptions, 'destination'>> & { readonly authorization?: Authorization } = {},
) {
  const clock = new FakeClock();
  const authorization: Authorization = async () => ({ Authorization: 'Bearer t' });
  const options = {
    url: 'http://optimizer/servo',
    post: postBy(fetch),
    authorization,
    userAgent: 'servo/1',
    clock,
    random: () => 0,
  };
  return { clock, client: new OptimizerClient({ ...options, ...more }) };
}

const { signal } = new AbortController();

describe('OptimizerClient.send()', () => {
  test('posts an envelope that always has its three keys, with the headers of the protocol', async () => {
    let seen: { readonly method: string; readonly headers: Record<string, string>; readonly body: unknown } | undefined;
    const { client } = clientOf(async (request) => {
      seen = { method: request.method, headers: Object.fromEntries(request.headers), body: await request.json() };
      return Response.json({ status: 'ok' });
    });
    expect(await client.send('WHATS_NEXT', null, signal)).toEqual({ status: 'ok' });
    expect(seen).toEqual({
      method: 'POST',
      headers: {
        accept: '*/*',
        authorization: 'Bearer t',
        'content-type': 'application/json',
        'user-agent': 'servo/1',
      },
      body: { event: 'WHATS_NEXT', param: null, servo_uid: null },
    });
  });

  test('sends the uid of the servo', async () => {
    let body: unknown;
    const { client } = clientOf(
      async (request) => {
        body = await request.json();
        return Response.json({});
      },
      { servoUid: '7f0c' },
    );
    await client.send('GOODBYE', { reason: 'SIGTERM' }, signal);
    expect(body).toEqual({ event: 'GOODBYE', param: { reason: 'SIGTERM' }, servo_uid: '7f0c' });
  });

  test.each([
    [
      'a status',
      () => new Response('', { status: 403 }),
      { code: 'OPTIMIZER_REFUSED', status: 403, hint: expect.stringContaining('token') },
    ],
    [
      'what is not JSON',
      () => new Response('<html>'),
      { code: 'OPTIMIZER_ANSWER_INVALID', message: expect.stringContaining('not JSON') },
    ],
    [
      'nothing',
      () => {
        throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
      },
      { code: 'OPTIMIZER_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') },
    ],
  ])('fails when %s comes back', async (_, answer, error) => {
    const { client } = clientOf(async () => answer());
    await expect(client.send('HELLO', null, signal)).rejects.toMatchObject(error);
  });
});

describe('OptimizerClient.send(), refused by 401,', () => {
  /** Accepts the token `t2` alone. */
  function guarded() {
    const seen: (string | null)[] = [];
    const fetch = async ({ headers }: Request) => {
      const token = headers.get('authorization');
      seen.push(token);
      return token === 'Bearer t2' ? Response.json({ status: 'ok' }) : new Response('', { status: 401 });
    };
    return { seen, fetch };
  }
  const tokens = (...all: readonly string[]): Authorization => {
    let next = 0;
    return async () => ({ Authorization: `Bearer ${all[Math.min(next++, all.length - 1)]}` });
  };

  test('repeats the request with what else proves who the servo is', async () => {
    const { seen, fetch } = guarded();
    const { client } = clientOf(fetch, { authorization: tokens('t1', 't2') });
    expect(await client.send('HELLO', null, signal)).toEqual({ status: 'ok' });
    expect(seen).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test('does so once', async () => {
    const { seen, fetch } = guarded();
    const { client } = clientOf(fetch, { authorization: tokens('t0', 't1', 't2') });
    await expect(client.send('HELLO', null, signal)).rejects.toMatchObject({ status: 401 });
    expect(seen).toEqual(['Bearer t0', 'Bearer t1']);
  });

  test('does not when nothing else is known', async () => {
    const { seen, fetch } = guarded();
    const { client } = clientOf(fetch, { authorization: tokens('t1') });
    await expect(client.send('HELLO', null, signal)).rejects.toMatchObject({ status: 401 });
    expect(seen).toEqual(['Bearer t1']);
  });
});

describe('OptimizerClient.request()', () => {
  test('tries again until it is answered, at most once a second', async () => {
    let left = 3;
    const { client, clock } = clientOf(async () =>
      left-- > 0 ? new Response('', { status: 503 }) : Response.json({ status: 'ok' }),
    );
    const delays: number[] = [];
    const answer = client.request('HELLO', null, { signal, onRetry: (_, delay) => delays.push(delay) });
    await clock.until(answer);
    expect(await answer).toEqual({ status: 'ok' });
    expect(delays).toEqual([1_000, 1_000, 1_000]);
  });

  test('waits as long as the optimizer asks', async () => {
    let left = 1;
    const { client, clock } = clientOf(async () =>
      left-- > 0 ? new Response('', { status: 429, headers: { 'retry-after': '7' } }) : Response.json({}),
    );
    const delays: number[] = [];
    const answer = client.request('HELLO', null, { signal, onRetry: (_, delay) => delays.push(delay) });
    await clock.until(answer);
    expect(delays).toEqual([7_000]);
  });

  test.each([
    [410, 'revoked'],
    [422, 'stale'],
  ])('leaves it to the caller to give up, but for %i (%s) of which nothing comes', async (status, verdict) => {
    const { client, clock } = clientOf(async () => new Response('', { status }));
    const answer = client.request('WHATS_NEXT', null, { signal, givesUp: (_, attempt) => attempt === 2 });
    await expect(clock.until(answer)).rejects.toMatchObject({ verdict });
    expect(clock.sleeps).toHaveLength(verdict === 'revoked' ? 0 : 2);
  });

  test('gives up a HELLO after the time for it, and nothing else', async () => {
    const connectLimit = { maxTime: 5_000 };
    const { client, clock } = clientOf(async () => new Response('', { status: 503 }), { connectLimit });
    await expect(clock.until(client.request('HELLO', null, { signal }))).rejects.toMatchObject({
      verdict: 'fatal',
      status: 503,
      hint: expect.stringContaining('settings.backoff.connect'),
    });
    expect(clock.monotonic()).toBe(5_000);
    const answer = client.request('WHATS_NEXT', null, { signal, givesUp: (_, attempt) => attempt === 99 });
    await expect(clock.until(answer)).rejects.toMatchObject({ verdict: 'retry' });
  });

  test('stops with the reason of the abort, also while it waits', async () => {
    const stop = new AbortController();
    const { client, clock } = clientOf(async () => new Response('', { status: 503 }));
    const answer = client.request('HELLO', null, { signal: stop.signal });
    answer.catch(() => {}); // looked at below
    await clock.advance(0);
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });
});
