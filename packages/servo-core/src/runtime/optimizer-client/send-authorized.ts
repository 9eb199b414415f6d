import { type Destination, type FindDestination, isSameDestination } from './destination.js';
import { networkFailure } from './network-failure.js';
import { OptimizerError } from './optimizer-error.js';
import type { Post, PostAnswer, PostRequest } from './post.js';

/** The way to an optimizer. */
export interface WayToOptimizer {
  readonly destination: FindDestination;
  readonly post: Post;
  readonly userAgent: string;
}

/** What is sent, without what proves who the servo is. */
export interface AuthorizedRequest extends Pick<PostRequest, 'method' | 'body' | 'signal'> {
  /** Where it goes, from the URL of the protocol. @default there */
  readonly path?: string;
}

/**
 * Sends a request where the optimizer is now; once more when it was refused by 401 and another proof can be had. Answers
 * whatever came back.
 *
 * @throws {@link OptimizerError} when nothing came back.
 */
export async function sendAuthorized(
  request: AuthorizedRequest,
  way: WayToOptimizer,
): Promise<{ readonly url: string; readonly answer: PostAnswer }> {
  const to = await find(way, request.signal);
  const first = await send(request, to, way);
  if (first.answer.status !== 401) return first;
  const other = await find(way, request.signal, to);
  return isSameDestination(other, to) ? first : send(request, other, way);
}

async function find({ destination }: WayToOptimizer, signal: AbortSignal, refused?: Destination): Promise<Destination> {
  try {
    return await destination(signal, refused);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function send(
  { path, method, body, signal }: AuthorizedRequest,
  to: Destination,
  { post, userAgent }: WayToOptimizer,
): Promise<{ readonly url: string; readonly answer: PostAnswer }> {
  const url = path === undefined ? to.url : new URL(path, to.url).href;
  const common = {
    'user-agent': userAgent,
    accept: '*/*',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  try {
    const answer = await post({
      url,
      headers: { ...common, ...to.headers },
      signal,
      ...(method !== undefined && { method }),
      ...(body !== undefined && { body }),
    });
    return { url, answer };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof OptimizerError ? error : networkFailure(error, { url });
  }
}
