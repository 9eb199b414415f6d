import { ServoError } from '../../errors/servo-error.js';

/** The reason of an abort that ends a servo in good order; the word is told to the optimizer. */
export class Shutdown extends ServoError {
  readonly reason: string;

  /** @param reason a signal's name such as `SIGTERM`, or `shutdown`. */
  constructor(reason: string) {
    super('SHUTDOWN', `The servo was asked to stop (${reason})`);
    this.reason = reason;
  }
}

/** The word for why a run ends that this signal aborted. */
export function shutdownReason({ reason }: AbortSignal): string {
  return reason instanceof Shutdown ? reason.reason : 'unknown';
}
