import type { ConnectorClass } from '../../connector/connector-class.js';
import type { EventSchemas } from '../../connector/event-schemas.js';
import { nearestName } from '../../errors/nearest-name.js';
import { ServoError } from '../../errors/servo-error.js';
import type { EventMap } from '../../events/event-map.js';
import type { MountedConnector, MountedHandler } from './mounted-connector.js';

const coreEvents = {
  attach: true,
  detach: true,
  startup: true,
  shutdown: true,
  metrics: true,
  components: true,
  check: true,
  describe: true,
  measure: true,
  adjust: true,
  promote: true,
  cleanup: true,
  handover: true,
} as const satisfies Partial<Record<keyof EventMap, true>>;

/** An event that may be dispatched. */
export interface EventDefinition {
  readonly owner: string;
  /** The class that defines it; several connectors of one class define it together. */
  readonly type?: ConnectorClass | undefined;
  /** Goes around each `on` handler. */
  readonly wrapper?: { readonly connector: MountedConnector; readonly handler: MountedHandler } | undefined;
  readonly schemas?: EventSchemas[string] | undefined;
}

/**
 * The events of one servo: core's, and those that its connectors define.
 *
 * @throws {@link ServoError} `EVENT_DUPLICATE` when two connectors define one event, `EVENT_NAME_INVALID` when a
 * connector defines a name without a slash, `EVENT_UNKNOWN` when one handles a name without a slash that core has not.
 */
export function eventRegistry(connectors: readonly MountedConnector[]): ReadonlyMap<string, EventDefinition> {
  const found = new Map<string, EventDefinition>(Object.keys(coreEvents).map((name) => [name, { owner: 'core' }]));
  for (const connector of connectors)
    for (const [name, definition] of definedBy(connector)) {
      const earlier = found.get(name);
      const again = earlier?.owner !== connector.name && earlier?.type !== connector.type;
      if (earlier && again) throw duplicate(name, earlier.owner, connector.name);
      if (!name.includes('/')) throw unprefixed(name, connector.name);
      found.set(name, { ...earlier, ...definition });
    }
  for (const connector of connectors) refuseMisspelt(connector, found);
  return found;
}

/** A handler of another connector's event may wait for a connector that is not there; core's events are always there. */
function refuseMisspelt({ name, handlers }: MountedConnector, known: ReadonlyMap<string, unknown>): void {
  for (const { event } of handlers) if (!event.includes('/') && !known.has(event)) throw unknown(event, name);
}

function* definedBy(connector: MountedConnector): Generator<[string, EventDefinition]> {
  const { name: owner, type } = connector;
  for (const [name, schemas] of Object.entries(type.events ?? {})) yield [name, { owner, type, schemas }];
  for (const handler of connector.handlers)
    if (handler.phase === 'around') yield [handler.event, { owner, type, wrapper: { connector, handler } }];
}

function duplicate(name: string, first: string, second: string): ServoError {
  return new ServoError(
    'EVENT_DUPLICATE',
    `Event "${name}" of connector "${second}" has already been created by "${first}"`,
    {
      hint: 'Name an event <connector>/<event>, with the name of the connector that owns it.',
    },
  );
}

function unprefixed(name: string, connector: string): ServoError {
  return new ServoError(
    'EVENT_NAME_INVALID',
    `Connector "${connector}" defines the event "${name}"; names without / belong to core`,
    {
      hint: `Name it ${connector}/${name}.`,
    },
  );
}

function unknown(event: string, connector: string): ServoError {
  const known = Object.keys(coreEvents);
  const nearest = nearestName(event, known);
  return new ServoError('EVENT_UNKNOWN', `Connector "${connector}" handles "${event}", which is no event of core`, {
    hint: nearest === undefined ? `Core has ${known.join(', ')}.` : `Did you mean "${nearest}"?`,
  });
}
