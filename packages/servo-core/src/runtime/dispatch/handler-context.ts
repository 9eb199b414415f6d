import { maskedCheck } from './masked-check.js';
import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import type { EventContext } from '../../events/event-context.js';
import type { Phase } from '../../events/event-map.js';
import type { Flight } from './flight.js';
import type { MountedConnector } from './mounted-connector.js';

/** The context of one connector's handlers in one phase. The signal, which costs something, is made when it is first asked for. */
export function handlerContext(flight: Flight, connector: MountedConnector, phase: Phase): EventContext {
  const { event, scope, clock, dispatch } = flight;
  const { onCheck } = scope;
  return {
    event,
    phase,
    commandUid: scope.commandUid,
    deadline: scope.deadline,
    logger: connector.logger,
    clock,
    dispatch,
    get signal() {
      return flight.signal;
    },
    progress: (percent, message) => scope.onProgress?.({ connector: connector.name, percent, message }),
    report: (reading) => scope.onReading?.(connector.name, reading),
    checked: onCheck && ((check) => onCheck(connector.name, maskedCheck(check))),
    guard: () => flight.guard(connector),
    cancel,
  };
}

function cancel(reason: string): never {
  throw new EventCancelledError(reason);
}
