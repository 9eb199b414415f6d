import type { Phase } from '@servo/core';
import type { KnownEvent } from '@servo/core/runtime';
import { table } from '../output/table.js';
import type { Show, Shown } from './shown.js';

/** One event in one phase. */
interface Handled {
  readonly event: string;
  readonly phase: Phase;
  readonly connectors: readonly string[];
}

const phases: readonly Phase[] = ['before', 'on', 'after'];

/** Shows which connectors handle which events, by event or by connector. */
export const showEvents: Show = async ({ servo: { servo }, args }) => {
  const handled = handledEvents(servo.events, { phases: wantedPhases(args), all: args['all'] === true });
  if (args['by-connector'] !== true)
    return {
      facts: { events: handled },
      lines: lines(
        ['event', 'connectors'],
        handled.map((each) => [label(each), each.connectors.join('\n') || '-']),
      ),
    };
  const connectors = servo.connectors.map((connector) => ({
    connector,
    events: handled.filter((each) => each.connectors.includes(connector)).map(({ event, phase }) => ({ event, phase })),
  }));
  return {
    facts: { connectors },
    lines: lines(
      ['connector', 'events'],
      connectors.map(({ connector, events }) => [connector, events.map(label).join('\n') || '-']),
    ),
  };
};

/** Events by name, each with its phases in order; unless `all`, only those that some connector handles. */
function handledEvents(
  events: readonly KnownEvent[],
  { phases: wanted, all }: { readonly phases: readonly Phase[]; readonly all: boolean },
): readonly Handled[] {
  const named = events.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return named.flatMap(({ name: event, handlers }) => {
    const found = wanted.map((phase) => ({
      event,
      phase,
      connectors: handlers.filter((each) => each.phase === phase).map(({ connector }) => connector),
    }));
    const shown = found.filter(({ connectors }) => connectors.length > 0);
    return shown.length === 0 && all && wanted.includes('on') ? found.filter(({ phase }) => phase === 'on') : shown;
  });
}

/** The phases that are asked for by name; else all but those that are not wanted. */
function wantedPhases(args: Readonly<Record<string, unknown>>): readonly Phase[] {
  if (phases.some((phase) => args[phase] === false)) return phases.filter((phase) => args[phase] !== false);
  const named = phases.filter((phase) => args[phase] === true);
  return named.length > 0 ? named : phases;
}

function label({ event, phase }: Pick<Handled, 'event' | 'phase'>): string {
  return phase === 'on' ? event : `${phase} ${event}`;
}

function lines(head: readonly string[], rows: readonly (readonly string[])[]): Shown['lines'] {
  return (columns) => (rows.length === 0 ? ['No connector handles any of these.'] : table(head, rows, columns));
}
