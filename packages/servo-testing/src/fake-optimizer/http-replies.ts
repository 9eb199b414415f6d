import type { Reply } from './reply.js';

/** What an HTTP status comes with. */
export interface HttpReplyOptions {
  /** `Retry-After`: a number is seconds, a date is written as an HTTP date. */
  readonly retryAfter?: number | Date;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Text as it is, anything else as JSON.
   * @default `{"detail": "HTTP <status>"}`
   */
  readonly body?: unknown;
}

/** Answers that are an HTTP status; the message is not taken in. */
export const http = {
  /** Any status, such as 401, 404, 408, 429 or 503. */
  http: httpReply,

  /** 410: the optimizer does not know this servo any more. */
  revoked: (): Reply => httpReply(410, { body: { detail: 'unexpected servo_uid' } }),

  /** Another place is named, which a servo does not go to. */
  redirect: (location = '/elsewhere', code = 307): Reply => httpReply(code, { headers: { location } }),
};

function httpReply(
  code: number,
  { retryAfter, headers, body = hasBody(code) ? { detail: `HTTP ${code}` } : '' }: HttpReplyOptions = {},
): Reply {
  const after = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter?.toString();
  return {
    name: `HTTP ${code}`,
    taken: false,
    answer: {
      status: code,
      headers: { ...headers, ...(after !== undefined && { 'retry-after': after }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
    ...(code === 410 && { means: 'out of sync' }),
  };
}

function hasBody(code: number): boolean {
  return ![204, 205, 304].includes(code);
}
