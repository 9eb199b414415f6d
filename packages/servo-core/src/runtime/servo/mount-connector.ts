import { checkDeclarations } from '../../checks/check-declaration.js';
import { runChecks } from '../../checks/run-checks.js';
import type { Connector } from '../../connector/connector.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import type { ConnectorHost } from '../../connector/connector-host.js';
import type { EventContext } from '../../events/event-context.js';
import type { CheckInput } from '../../events/event-map.js';
import { handlersOf } from '../../events/handlers-of.js';
import type { MountedConnector, MountedHandler } from '../dispatch/mounted-connector.js';

/** Makes a connector and gathers what it handles; declared checks answer the event `check` unless the class does. */
export function mountConnector(type: ConnectorClass, host: ConnectorHost): MountedConnector {
  const instance = new type(host);
  const handlers = handlersOf(type).map(
    ({ phase, event, method }): MountedHandler => ({
      phase,
      event,
      method: String(method),
      run: methodOf(instance, method),
    }),
  );
  const answersChecks = handlers.some(({ phase, event }) => phase === 'on' && event === 'check');
  return {
    name: host.name,
    type,
    instance,
    logger: host.logger,
    handlers: answersChecks ? handlers : [...handlers, ...checkHandlers(instance, type, host)],
  };
}

function methodOf(instance: object, method: string | symbol): MountedHandler['run'] {
  // looked up at each call, so that a subclass or a test can replace the method
  return (input, context) =>
    (instance as Record<string | symbol, (input: unknown, context: EventContext) => unknown>)[method]?.(input, context);
}

function checkHandlers(
  instance: Connector<unknown>,
  type: ConnectorClass,
  host: ConnectorHost,
): readonly MountedHandler[] {
  const holders = [instance, ...(type.checks ? [new type.checks(host)] : [])];
  return holders
    .filter((holder) => checkDeclarations.of(holder.constructor).length > 0)
    .map((holder) => ({
      phase: 'on',
      event: 'check',
      method: 'checks',
      run: (input, context) => {
        const { matching, haltOn } = input as CheckInput; // the event's type
        return runChecks(holder, { matching, haltOn, context: context as EventContext<'check'> });
      },
    }));
}
