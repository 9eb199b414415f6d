import type { DispatchOptions } from '../../events/dispatch.js';
import type { Phase } from '../../events/event-map.js';
import type { MountedConnector, MountedHandler } from './mounted-connector.js';

/** The handlers of one connector for one event in one phase; they run one after the other. */
export interface Lane {
  readonly connector: MountedConnector;
  readonly handlers: readonly MountedHandler[];
}

/** Who handles an event, by phase, in the order of the configuration. */
export type EventPlan = Readonly<Record<Phase, readonly Lane[]>>;

/** Works out who handles an event. */
export function planEvent(event: string, connectors: readonly MountedConnector[]): EventPlan {
  const lanes = (phase: Phase): readonly Lane[] =>
    connectors
      .map((connector) => ({
        connector,
        handlers: connector.handlers.filter((each) => each.event === event && each.phase === phase),
      }))
      .filter(({ handlers }) => handlers.length > 0);
  return { before: lanes('before'), on: lanes('on'), after: lanes('after') };
}

/** Leaves the lanes that the options ask for. */
export function selectLanes(plan: EventPlan, phase: Phase, options: DispatchOptions): readonly Lane[] {
  const { include, exclude, phases } = options;
  if (phases && !phases.includes(phase)) return [];
  if (!include && !exclude) return plan[phase];
  return plan[phase].filter(
    ({ connector: { name } }) => (include?.includes(name) ?? true) && !(exclude?.includes(name) ?? false),
  );
}
