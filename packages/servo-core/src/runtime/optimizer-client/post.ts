import type { NetworkSettings } from '../../optimizer/network-settings.js';
import { type ReadBody, readBody } from './read-body.js';

/** One request of the protocol, on its way to an optimizer. */
export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default POST */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: string;
  readonly signal: AbortSignal;
  /** How the network is used; what does not go over it takes no notice. */
  readonly network?: NetworkSettings | undefined;
}

/** What came back, wholly read. */
export interface PostAnswer extends ReadBody {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/**
 * Sends a request, by POST unless it says otherwise, and gives the answer; redirects are answers. Narrower than
 * `fetch`, because to make the platform's `Request` or `Response` loads all of Node's HTTP client, beside the one that
 * is used.
 */
export type Post = (request: PostRequest) => Promise<PostAnswer>;

/** Sends a request and gives the response; the platform's `fetch` is one, and so is an embedded optimizer's. */
export type Fetch = (request: Request) => Promise<Response>;

/** Posts by a `fetch`. */
export function postBy(fetch: Fetch): Post {
  return async ({ url, method = 'POST', headers, body = null, signal }) => {
    const request = new Request(url, { method, headers, body, signal, redirect: 'manual' });
    const response = await fetch(request);
    return { status: response.status, headers: response.headers, ...(await readBody(response.body)) };
  };
}
