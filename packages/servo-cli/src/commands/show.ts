import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { openServos } from '../open-servo.js';
import { printResult } from '../output/print-result.js';
import { showComponents } from '../show/show-components.js';
import { showConnectors } from '../show/show-connectors.js';
import { showEvents } from '../show/show-events.js';
import { showMetrics } from '../show/show-metrics.js';
import type { Show } from '../show/shown.js';

const parts = {
  connectors: showConnectors,
  events: showEvents,
  components: showComponents,
  metrics: showMetrics,
} as const satisfies Readonly<Record<string, Show>>;

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('what', {
      choices: Object.keys(parts) as (keyof typeof parts)[], // which are all there are
      demandOption: true,
      describe: 'Which part of the servos',
    })
    .option('verbose', {
      alias: 'v',
      type: 'boolean',
      default: false,
      describe: 'Connectors: package and maturity, too; metrics: how they are measured, such as the query',
    })
    .option('all', { type: 'boolean', default: false, describe: 'Events: also those that no connector handles' })
    .option('by-connector', { type: 'boolean', default: false, describe: 'Events: by connector instead of by event' })
    .option('before', {
      type: 'boolean',
      describe: 'Events: only what is done before them; --no-before leaves that out',
    })
    .option('on', { type: 'boolean', describe: 'Events: only what carries them out; --no-on leaves that out' })
    .option('after', { type: 'boolean', describe: 'Events: only what is done after them; --no-after leaves that out' })
    .example('$0 show components', 'What can be adjusted, by which connector')
    .example('$0 show events --by-connector --after', 'What each connector does after events')
    .example('$0 show metrics -o json', 'What can be measured, for a program');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServos(args, context, { readOnly: true });
  const { servos, configuration, signal } = opened;
  const show = parts[args['what'] as keyof typeof parts]; // one of its choices
  const { discovery } = configuration;
  const shown = await Promise.all(
    servos.map(async (servo) => ({
      name: servo.servo.name,
      ...(await show({ servo, discovery, signal, args })),
    })),
  );
  return await printResult(context.terminal, args, {
    facts: { servos: shown.map(({ name, facts }) => ({ servo: name, ...facts })) },
    lines: (columns) =>
      shown.flatMap(({ name, lines }, index) =>
        shown.length === 1 ? lines(columns) : [...(index > 0 ? [''] : []), name, ...lines(columns)],
      ),
  });
};
