import { brand } from './brand.js';
import { ServoError } from './servo-error.js';
import { thrownText } from './thrown-text.js';

/** Where a handler's failure happened. */
export interface HandlerSource {
  readonly connector: string;
  readonly event: string;
  readonly phase: string;
  readonly handler: string;
}

/** A failure of a connector's handler that the handler did not foresee, with the connector, event and handler named. */
export class HandlerError extends ServoError {
  readonly source: HandlerSource;

  constructor(source: HandlerSource, cause: unknown) {
    const { connector, event, phase, handler } = source;
    const label = phase === 'on' ? event : `${phase}:${event}`;
    super('HANDLER_FAILED', `Connector "${connector}" failed in ${handler}() of ${label}: ${thrownText(cause)}`, {
      cause,
    });
    this.source = source;
  }
}
brand(HandlerError, 'handler-error');
