import { ServoError, type ServoErrorOptions } from '@servo/core';

/** What a Prometheus server refused, or why it could not be asked. */
export class PrometheusError extends ServoError {
  /** The status of the answer; absent where none came. */
  readonly status: number | undefined;
  /** In milliseconds, where the server says when to ask again. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    options: ServoErrorOptions & {
      readonly status?: number | undefined;
      readonly retryAfter?: number | undefined;
    } = {},
  ) {
    super('PROMETHEUS_FAILED', message, options);
    this.status = options.status;
    this.retryAfter = options.retryAfter;
  }
}

/** Whether a server does not let whoever asks know. */
export function isDenial(error: unknown): boolean {
  return error instanceof PrometheusError && (error.status === 401 || error.status === 403);
}
