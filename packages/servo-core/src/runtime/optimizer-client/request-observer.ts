import { OptimizerError } from './optimizer-error.js';
import type { RequestEvent } from '../../wire/request.js';

/** Told of each request to an optimizer; what it returns is told how the request ended. */
export type RequestObserver = (event: RequestEvent) => (outcome: RequestOutcome) => void;

/** How a request ended: `ok`, `aborted` by this side, the code of the error in lower case, or `failed`. */
export type RequestOutcome = string;

/** Says how a request ended that threw. */
export function requestOutcome(thrown: unknown, { aborted }: Pick<AbortSignal, 'aborted'>): RequestOutcome {
  if (thrown instanceof OptimizerError) return thrown.code.toLowerCase();
  return aborted ? 'aborted' : 'failed';
}
