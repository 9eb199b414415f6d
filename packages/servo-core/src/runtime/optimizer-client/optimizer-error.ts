import { ServoError } from '../../errors/servo-error.js';
import type { PostAnswer } from './post.js';

/** What is known of a failed request. */
export interface OptimizerErrorOptions {
  readonly code: 'OPTIMIZER_UNREACHABLE' | 'OPTIMIZER_REFUSED' | 'OPTIMIZER_ANSWER_INVALID';
  readonly cause?: unknown;
  readonly hint?: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** Milliseconds that the optimizer asked to wait. */
  readonly retryAfter?: number | undefined;
}

/** A request to the optimizer that brought no usable answer. */
export class OptimizerError extends ServoError {
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(message: string, { code, status, retryAfter, ...options }: OptimizerErrorOptions) {
    super(code, message, { ...options, retryable: true });
    this.status = status;
    this.retryAfter = retryAfter;
  }

  static ofStatus({ status, headers }: PostAnswer, url: string): OptimizerError {
    const hint = status === 401 || status === 403 ? 'Check the token of the optimizer.' : 'The servo goes on trying.';
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const retryAfter = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
    return new OptimizerError(`The optimizer answered ${status} (${url})`, {
      code: 'OPTIMIZER_REFUSED',
      status,
      retryAfter,
      hint,
    });
  }

  static unreachable(cause: unknown, url: string): OptimizerError {
    const text = rootCause(cause);
    return new OptimizerError(`The optimizer cannot be reached at ${url}: ${text}`, {
      code: 'OPTIMIZER_UNREACHABLE',
      cause,
    });
  }

  static invalid(what: string, url: string, cause?: unknown): OptimizerError {
    return new OptimizerError(`The optimizer at ${url} answered ${what}`, { code: 'OPTIMIZER_ANSWER_INVALID', cause });
  }
}

function rootCause(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? rootCause(thrown.cause) : thrown.message;
}
