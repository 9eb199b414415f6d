import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { maskSecrets } from '../../config/mask-secrets.js';
import { Secret } from '../../config/secret.js';
import type { AuthorizationHeaders } from './authorization.js';
import { clientCredentials } from './client-credentials.js';
import { postBy } from './post.js';

function tokenService(answer: () => Response) {
  const requests: { readonly headers: Headers; readonly body: string }[] = [];
  const clock = new FakeClock();
  const authorization = clientCredentials({
    tokenUrl: 'https://tenant.host/auth/acme/default/oauth2/token',
    clientId: 'id',
    clientSecret: async () => new Secret('hush'),
    userAgent: 'servo/1',
    clock,
    post: postBy(async (request) => {
      requests.push({ headers: request.headers, body: await request.text() });
      return answer();
    }),
  });
  return {
    requests,
    clock,
    headers: (refused?: AuthorizationHeaders) => authorization(new AbortController().signal, refused),
  };
}

describe('clientCredentials()', () => {
  test('asks for a token by basic authentication and a form, and sends it as a bearer', async () => {
    const { requests, headers } = tokenService(() => Response.json({ access_token: 't1', expires_in: 300 }));
    expect(await headers()).toEqual({ Authorization: 'Bearer t1' });
    expect(requests.map(({ body }) => body)).toEqual(['grant_type=client_credentials']);
    expect(requests[0]?.headers.get('authorization')).toBe(`Basic ${btoa('id:hush')}`);
    expect(requests[0]?.headers.get('user-agent')).toBe('servo/1');
    expect(requests[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  });

  test('has the token masked wherever it stands', async () => {
    const { headers } = tokenService(() => Response.json({ access_token: 'opaque-and-long', expires_in: 300 }));
    expect(await headers()).toEqual({ Authorization: 'Bearer opaque-and-long' });
    expect(maskSecrets('the token opaque-and-long')).toBe('the token [secret]');
    expect(await headers()).toEqual({ Authorization: 'Bearer opaque-and-long' }); // held until here
  });

  test('keeps the token until shortly before it ends', async () => {
    let count = 0;
    const { clock, headers } = tokenService(() => Response.json({ access_token: `t${++count}`, expires_in: 300 }));
    await headers();
    await clock.advance(269_000);
    expect(await headers()).toEqual({ Authorization: 'Bearer t1' });
    await clock.advance(2_000);
    expect(await headers()).toEqual({ Authorization: 'Bearer t2' });
  });

  test('does not renew a token of a short life with every request', async () => {
    let count = 0;
    const { clock, headers } = tokenService(() => Response.json({ access_token: `t${++count}`, expires_in: '20' }));
    await headers();
    await clock.advance(9_000);
    expect(await headers()).toEqual({ Authorization: 'Bearer t1' });
    await clock.advance(2_000);
    expect(await headers()).toEqual({ Authorization: 'Bearer t2' });
  });

  test('knows an end that is a time', async () => {
    let count = 0;
    const at = Date.UTC(2026, 0, 1, 0, 5) / 1_000; // five minutes after the clock begins
    const { clock, headers } = tokenService(() => Response.json({ access_token: `t${++count}`, expires_at: at }));
    await headers();
    await clock.advance(269_000);
    expect(await headers()).toEqual({ Authorization: 'Bearer t1' });
    await clock.advance(2_000);
    expect(await headers()).toEqual({ Authorization: 'Bearer t2' });
  });

  test('drops a token that is refused, once for all who were refused', async () => {
    let count = 0;
    const { requests, headers } = tokenService(() => Response.json({ access_token: `t${++count}`, expires_in: 300 }));
    const refused = await headers();
    const renewed = await Promise.all([headers(refused), headers(refused)]);
    expect(renewed).toEqual(Array(2).fill({ Authorization: 'Bearer t2' }));
    expect(await headers(refused)).toEqual({ Authorization: 'Bearer t2' });
    expect(requests).toHaveLength(2);
  });

  test('asks once for requests that are made together', async () => {
    const { requests, headers } = tokenService(() => Response.json({ access_token: 't1', expires_in: 300 }));
    await Promise.all([headers(), headers(), headers()]);
    expect(requests).toHaveLength(1);
  });

  test.for([
    ['<html>', 'not JSON'],
    ['{"error": "no"}', 'no access_token'],
    ['{"access_token": "a\\nb"}', 'no access_token'],
  ] as const)('fails for the answer %s', async ([text, message]) => {
    const { headers } = tokenService(() => new Response(text));
    await expect(headers()).rejects.toMatchObject({
      code: 'OPTIMIZER_ANSWER_INVALID',
      message: expect.stringContaining(message),
    });
  });

  test('fails with the status when it is refused, without the secret', async () => {
    const { headers } = tokenService(() => new Response('', { status: 401 }));
    await expect(headers()).rejects.toMatchObject({
      code: 'OPTIMIZER_REFUSED',
      status: 401,
      message: expect.not.stringContaining('hush'),
    });
  });
});
