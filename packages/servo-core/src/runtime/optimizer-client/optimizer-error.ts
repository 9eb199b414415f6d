import { ServoError } from '../../errors/servo-error.js';
import { shownUrl } from './shown-url.js';

/** The codes of failed requests. */
export type OptimizerErrorCode =
  | 'OPTIMIZER_ANSWER_INVALID'
  | 'OPTIMIZER_CONNECTION_FILE'
  | 'OPTIMIZER_PROXY_FAILED'
  | 'OPTIMIZER_REFUSED'
  | 'OPTIMIZER_REVOKED'
  | 'OPTIMIZER_TIMEOUT'
  | 'OPTIMIZER_UNAUTHORIZED'
  | 'OPTIMIZER_UNREACHABLE'
  | 'OPTIMIZER_UNTRUSTED';

/**
 * What follows from a failed request: `retry`: the same request may succeed later; `stale`: the optimizer will never
 * take this one, others perhaps; `revoked`: it takes none of this servo any more; `fatal`: none can even be sent, until
 * the configuration changes.
 */
export type OptimizerVerdict = 'retry' | 'stale' | 'revoked' | 'fatal';

/** What is known of a failed request. */
export interface OptimizerErrorOptions {
  readonly code: OptimizerErrorCode;
  readonly cause?: unknown;
  readonly hint?: string | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** Milliseconds that the optimizer asked to wait. */
  readonly retryAfter?: number | undefined;
  /** @default 'retry' */
  readonly verdict?: OptimizerVerdict;
}

/** A request to the optimizer that brought no usable answer. */
export class OptimizerError extends ServoError {
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly verdict: OptimizerVerdict;

  constructor(message: string, { code, status, retryAfter, verdict = 'retry', ...options }: OptimizerErrorOptions) {
    super(code, message, { ...options, retryable: verdict === 'retry' });
    this.status = status;
    this.retryAfter = retryAfter;
    this.verdict = verdict;
  }

  /** What came is no answer of the protocol. */
  static invalid(what: string, url: string, cause?: unknown): OptimizerError {
    return new OptimizerError(`The optimizer at ${shownUrl(url)} answered ${what}`, {
      code: 'OPTIMIZER_ANSWER_INVALID',
      cause,
      hint: 'Check the URL of the optimizer: a login page or a proxy may answer there.',
    });
  }
}
