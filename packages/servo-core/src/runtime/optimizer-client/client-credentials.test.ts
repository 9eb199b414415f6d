import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { Secret } from '../../config/secret.js';
import { clientCredentials } from './client-credentials.js';
import { postBy } from './post.js';

function tokenService(answer: () => Response) {
  const requests: { readonly headers: Headers; readonly body: string }[] = [];
  const clock = new FakeClock();
  const authorization = clientCredentials({
    tokenUrl: 'https://tenant.host/auth/acme/default/oauth2/token',
    clientId: 'id',
    clientSecret: new Secret('hush'),
    clock,
    post: postBy(async (request) => {
      requests.push({ headers: request.headers, body: await request.text() });
      return answer();
    }),
  });
  return { requests, clock, headers: () => authorization(new AbortController().signal) };
}

describe('clientCredentials()', () => {
  test('asks for a token by basic authentication and a form, and sends it as a bearer', async () => {
    const { requests, headers } = tokenService(() => Response.json({ access_token: 't1', expires_in: 300 }));
    expect(await headers()).toEqual({ Authorization: 'Bearer t1' });
    expect(requests.map(({ body }) => body)).toEqual(['grant_type=client_credentials']);
    expect(requests[0]?.headers.get('authorization')).toBe(`Basic ${btoa('id:hush')}`);
    expect(requests[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
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

  test('fails with the status when it is refused, without the secret', async () => {
    const { headers } = tokenService(() => new Response('', { status: 401 }));
    await expect(headers()).rejects.toMatchObject({
      code: 'OPTIMIZER_REFUSED',
      status: 401,
      message: expect.not.stringContaining('hush'),
    });
  });
});
