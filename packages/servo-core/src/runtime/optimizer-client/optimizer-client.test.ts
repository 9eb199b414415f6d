import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { OptimizerClient } from './optimizer-client.js';
import { postBy } from './post.js';

function clientOf(fetch: (request: Request) => Promise<Response>, servoUid?: string) {
  const clock = new FakeClock();
  const authorization = async () => ({ Authorization: 'Bearer t' });
  const options = {
    url: 'http://optimizer/servo',
    post: postBy(fetch),
    authorization,
    userAgent: 'servo/1',
    clock,
    random: () => 0,
  };
  return { clock, client: new OptimizerClient({ ...options, servoUid }) };
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
    const { client } = clientOf(async (request) => {
      body = await request.json();
      return Response.json({});
    }, '7f0c');
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
