import { ServoError } from '@servo/core';
import { withinReason } from './retry-after.js';

/** What the API server says when it refuses. */
export interface ApiStatus {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
    readonly retryAfterSeconds?: number;
  };
}

/** A request that failed: `status` is that of HTTP, or 0 when there was no answer. */
export class ApiError extends ServoError {
  readonly status: number;
  readonly reason: string | undefined;
  /** Seconds to wait before the next request, as the API server wishes. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    {
      status,
      reason,
      retryAfter,
      cause,
      hint,
    }: Partial<Pick<ApiError, 'reason' | 'retryAfter' | 'hint' | 'cause'>> & { readonly status: number },
  ) {
    super(codeOf(status), message, {
      hint,
      retryable: status === 0 || status === 429 || status >= 500,
      ...(cause !== undefined && { cause }),
    });
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  static is(thrown: unknown, status: number): boolean {
    return thrown instanceof ApiError && thrown.status === status;
  }
}

/** Makes the error of a request that got no answer. */
export function unreachable(where: string, why: string, cause?: unknown): ApiError {
  return new ApiError(`The API server at ${where} cannot be reached: ${why}`, {
    status: 0,
    cause,
    hint: 'Check the address in the kubeconfig, and whether the API server runs and is reached from here.',
  });
}

function codeOf(status: number): string {
  const code =
    status === 0
      ? 'KUBERNETES_UNREACHABLE'
      : status === 401
        ? 'KUBERNETES_UNAUTHORIZED'
        : status === 403
          ? 'KUBERNETES_FORBIDDEN'
          : status === 404
            ? 'KUBERNETES_NOT_FOUND'
            : 'KUBERNETES_REFUSED';
  return code;
}

/** Where an answer came from, and how many seconds it asks to be left alone. */
export interface AnswerOrigin {
  readonly where: string;
  readonly retryAfter?: number | undefined;
}

/** Makes the error of an answer, with what to do where that is known. */
export function refusal(status: number, body: string, { where, retryAfter }: AnswerOrigin): ApiError {
  const answer = parseStatus(body);
  const said = answer?.message ?? `The API server answered ${status}: ${body.slice(0, 200).trim()}`;
  const message = status === 401 ? `The API server at ${where} does not know who asks: ${said}` : said;
  const hint = status === 401 ? unauthorized : status === 403 ? forbidden(message) : undefined;
  const { retryAfterSeconds } = answer?.details ?? {};
  const wait = retryAfter ?? (retryAfterSeconds && withinReason(retryAfterSeconds));
  return new ApiError(message, { status, reason: answer?.reason, retryAfter: wait, hint });
}

const unauthorized =
  'The credentials are unknown or have expired: renew those of the kubeconfig, or the service account.';

/** The rule that a Role lacks, from the words of the API server. */
function forbidden(message: string): string | undefined {
  const [, verb, resource, group] = /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"/.exec(message) ?? [];
  if (!verb) return undefined;
  const rule = `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["${verb}"]}`;
  return `Add the rule ${rule} to the Role; \`servo kubernetes rbac\` prints all that is needed.`;
}

function parseStatus(body: string): ApiStatus | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed ? parsed : undefined;
  } catch {
    return undefined; // a proxy in between answers in its own words
  }
}
