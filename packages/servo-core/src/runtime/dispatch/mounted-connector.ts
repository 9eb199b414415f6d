import type { Connector } from '../../connector/connector.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import type { Logger } from '../../logging/logger.js';
import type { EventContext } from '../../events/event-context.js';
import type { HandlerDeclaration } from '../../events/handler-declaration.js';

/** A handler as the dispatcher calls it. */
export interface MountedHandler {
  readonly phase: HandlerDeclaration['phase'];
  readonly event: string;
  /** The method's name, for messages. */
  readonly method: string;
  run(input: unknown, context: EventContext): unknown;
}

/** A connector that is part of a servo. */
export interface MountedConnector {
  readonly name: string;
  readonly type: ConnectorClass;
  readonly instance: Connector<unknown>;
  readonly logger: Logger;
  readonly handlers: readonly MountedHandler[];
}
