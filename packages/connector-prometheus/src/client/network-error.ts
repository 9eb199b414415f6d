import { ServoError } from '@servo/core';
import { PrometheusError } from './prometheus-error.js';

/** What it means that a server could not be asked. */
export function networkError(cause: unknown, baseUrl: string): PrometheusError {
  return new PrometheusError(`${baseUrl} cannot be asked: ${ServoError.from(cause).message}`, {
    cause,
    retryable: true,
    hint: 'Check base_url, and whether the server runs and is reached from here.',
  });
}
