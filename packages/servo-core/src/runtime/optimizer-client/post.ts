/** One request of the protocol, on its way to an optimizer. */
export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What came back. */
export interface PostAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/**
 * Sends a request by POST and gives the answer. Narrower than `fetch`, because to make the platform's `Request` or
 * `Response` loads all of Node's HTTP client, beside the one that is used.
 */
export type Post = (request: PostRequest) => Promise<PostAnswer>;

/** Sends a request and gives the response; the platform's `fetch` is one, and so is an embedded optimizer's. */
export type Fetch = (request: Request) => Promise<Response>;

/** Posts by a `fetch`. */
export function postBy(fetch: Fetch): Post {
  return ({ url, headers, body, signal }) => fetch(new Request(url, { method: 'POST', headers, body, signal }));
}
