import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import type { Logger } from '../../logging/logger.js';
import type { Dispatch } from '../../events/dispatch.js';
import type { EventContext } from '../../events/event-context.js';
import type { EventName, Phase } from '../../events/event-map.js';
import type { Clock } from '../../time/clock.js';
import type { Flight } from './flight.js';
import type { MountedConnector } from './mounted-connector.js';

/** The context of one connector's handlers in one phase. What costs something is made when it is first asked for. */
export class HandlerContext implements EventContext {
  readonly phase: Phase;
  readonly #flight: Flight;
  readonly #connector: MountedConnector;

  constructor(flight: Flight, connector: MountedConnector, phase: Phase) {
    this.#flight = flight;
    this.#connector = connector;
    this.phase = phase;
  }

  get event(): EventName {
    return this.#flight.event;
  }

  get commandUid(): string | undefined {
    return this.#flight.scope.commandUid;
  }

  get signal(): AbortSignal {
    return this.#flight.signal;
  }

  get deadline(): number | undefined {
    return this.#flight.scope.deadline;
  }

  get logger(): Logger {
    return this.#connector.logger;
  }

  get clock(): Clock {
    return this.#flight.clock;
  }

  get dispatch(): Dispatch {
    return this.#flight.dispatch;
  }

  get progress(): EventContext['progress'] {
    return (percent, message) => this.#flight.scope.onProgress?.({ connector: this.#connector.name, percent, message });
  }

  get report(): EventContext['report'] {
    return (reading) => this.#flight.scope.onReading?.(this.#connector.name, reading);
  }

  get checked(): EventContext['checked'] {
    const { onCheck } = this.#flight.scope;
    return onCheck && ((check) => onCheck(this.#connector.name, check));
  }

  get guard(): EventContext['guard'] {
    return () => this.#flight.guard(this.#connector);
  }

  get cancel(): EventContext['cancel'] {
    return (reason) => {
      throw new EventCancelledError(reason);
    };
  }
}
