// oxlint-disable-next-line typescript/triple-slash-reference -- declarations of modules cannot be imported
/// <reference path="./undici-parts.d.ts" />

import type { Fetch } from './authorization.js';

interface Network {
  readonly fetch: Fetch;
  readonly close: () => Promise<void>;
}

/**
 * Requests over the network, by undici; loaded when the first one is made, since embedded optimizers need none.
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are honoured; redirects are not followed.
 */
export function remoteFetch(): Fetch & AsyncDisposable {
  let opened: Promise<Network> | undefined;
  return Object.assign(async (request: Request) => (await (opened ??= open())).fetch(request), {
    [Symbol.asyncDispose]: async () => (await opened)?.close(),
  });
}

async function open(): Promise<Network> {
  const [{ default: EnvHttpProxyAgent }, { default: send }] = await Promise.all([
    import('undici/lib/dispatcher/env-http-proxy-agent.js'),
    import('undici/lib/api/api-request.js'),
  ]);
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: 10_000 },
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
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
