// oxlint-disable-next-line typescript/triple-slash-reference -- declarations of modules cannot be imported
/// <reference path="./undici-parts.d.ts" />

import type { Post } from './post.js';

interface Network {
  readonly post: Post;
  readonly close: () => Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Posts over the network, by undici; loaded when the first request is made, since embedded optimizers need none.
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of `env` are honoured; redirects are not followed.
 */
export function remotePost(env: Environment): Post & AsyncDisposable {
  let opened: Promise<Network> | undefined;
  const post: Post = async (request) => (await (opened ??= open(env))).post(request);
  return Object.assign(post, { [Symbol.asyncDispose]: async () => (await opened)?.close() });
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
  const post: Post = async ({ url, headers, body, signal }) => {
    const { origin, pathname, search } = new URL(url);
    const answer = await send.call(agent, { origin, path: pathname + search, method: 'POST', headers, body, signal });
    return {
      status: answer.statusCode,
      headers: { get: (name) => [answer.headers[name.toLowerCase()]].flat().join(', ') || null },
      text: () => answer.body.text(),
    };
  };
  return { post, close: () => agent.destroy() };
}

function proxyOf(name: string, env: Environment): string {
  return env[name] || env[name.toUpperCase()] || '';
}
