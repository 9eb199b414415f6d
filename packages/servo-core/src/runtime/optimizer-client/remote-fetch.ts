import type { Fetch } from './authorization.js';

/** Requests over the network, by undici; loaded when the first one is made, since embedded optimizers need none. */
export function remoteFetch(): Fetch & AsyncDisposable {
  let opened: Promise<{ readonly fetch: Fetch; readonly close: () => Promise<void> }> | undefined;
  const open = async (): Promise<{ readonly fetch: Fetch; readonly close: () => Promise<void> }> => {
    const { EnvHttpProxyAgent, fetch } = await import('undici');
    const dispatcher = new EnvHttpProxyAgent({
      connect: { timeout: 10_000 },
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
    return {
      fetch: async ({ url, method, headers, body, signal }) => {
        const text = body ? await new Response(body).text() : null;
        const init = {
          method,
          headers: Object.fromEntries(headers),
          body: text,
          signal,
          dispatcher,
          redirect: 'manual' as const,
        };
        const response = await fetch(url, init);
        return new Response(response.status === 204 ? null : await response.text(), {
          status: response.status,
          headers: Object.fromEntries(response.headers),
        });
      },
      close: () => dispatcher.destroy(),
    };
  };
  return Object.assign(async (request: Request) => (await (opened ??= open())).fetch(request), {
    [Symbol.asyncDispose]: async () => (await opened)?.close(),
  });
}
