// oxlint-disable-next-line typescript/triple-slash-reference -- declarations of modules cannot be imported
/// <reference path="./undici-parts.d.ts" />

import type { Fetch } from './authorization.js';

interface Network {
  readonly fetch: Fetch;
  readonly close: () => Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Requests over the network, by undici; loaded when the first one is made, since embedded optimizers need none.
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of `env` are honoured; redirects are not followed.
 */
export function remoteFetch(env: Environment): Fetch & AsyncDisposable {
  let opened: Promise<Network> | undefined;
  return Object.assign(async (request: Request) => (await (opened ??= open(env))).fetch(request), {
    [Symbol.asyncDispose]: async () => (await opened)?.close(),
  });
}

async function open(env: Environment): Promise<Network> {
  const [{ default: EnvHttpProxyAgent }, { default: send }] = await Promise.all([
    import('undici/lib/dispatcher/env-http-proxy-agent.js'),
    import('undici/lib/api/api-request.js'),
  ]);
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: 10_000 },
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    // empty rather than absent: what is absent is read from the environment of the process
    httpProxy: proxyOf('http_proxy', env),
    httpsProxy: proxyOf('https_proxy', env),
    noProxy: proxyOf('no_proxy', env),
  });
  const fetch: Fetch = async ({ url, headers, body, signal }) => {
    const { origin, pathname, search } = new URL(url);
    const answer = await send.call(agent, {
      origin,
      path: pathname + search,
      method: 'POST', // the only one of the protocol
      headers: Object.fromEntries(headers),
      body: body ? await new Response(body).text() : null,
      signal,
    });
    const text = await answer.body.text();
    const { statusCode: status } = answer;
    return new Response(status === 204 || status === 304 ? null : text, { status, headers: headersOf(answer.headers) });
  };
  return { fetch, close: () => agent.destroy() };
}

function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    (Array.isArray(value) ? value : [value]).flatMap((each) => (each === undefined ? [] : [[name, each]])),
  );
}

function proxyOf(name: string, env: Environment): string {
  return env[name] || env[name.toUpperCase()] || '';
}
