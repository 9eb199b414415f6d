import type { Argv } from 'yargs';
import { RecentLogs, serveControl, type ServoObserver } from '@servo/core/runtime';
import type { StudyReport } from '@servo/core/wire';
import type { Command, CommandContext } from '../command.js';
import { exitCodeOfStudies } from '../exit-code.js';
import { exitCodes } from '../exit-codes.js';
import { followConfiguration } from '../follow-configuration.js';
import { interruption } from '../interruption.js';
import { located } from '../located.js';
import { monitorOn } from '../monitor-on.js';
import { openAssembly, optimizerFactory, readConfiguration } from '../open-assembly.js';
import { openLogger } from '../open-logger.js';
import { outliveStrays } from '../outlive-strays.js';
import { narrator } from '../output/narrator.js';
import { serializer } from '../output/serializer.js';
import { formatSettings } from '../output/trial-line.js';
import type { Terminal } from '../terminal.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .option('new-study', { type: 'boolean', default: false, describe: 'Begin a new study even where one is stored' })
    .option('exit-when-done', {
      type: 'boolean',
      default: false,
      describe: 'End the run with the study, instead of waiting for the next',
    })
    .option('watch', {
      type: 'boolean',
      default: false,
      describe: 'Follow changes of the configuration: servos come, go, and begin anew',
    })
    .option('frozen', {
      type: 'boolean',
      default: false,
      describe: 'Refuse to run on anything else than what servo.lock holds',
    })
    .option('listen', {
      type: 'string',
      requiresArg: true,
      default: process.env['SERVO_LISTEN'] || undefined,
      defaultDescription: 'nothing is served',
      describe: 'Serve /metrics, /healthz and /readyz on [HOST:]PORT; ":PORT" is every interface [SERVO_LISTEN]',
    })
    .example('$0 run', 'Optimize what servo.yaml describes')
    .example(
      '$0 run -c shop/servo.yaml --exit-when-done',
      'One study, then exit 0 (done), 3 (nothing feasible) or 1 (failed)',
    )
    .example('$0 run -o json', 'One JSON object per event, for programs');

export const run: Command['run'] = async (args, context) => {
  const { terminal } = context;
  using stop = interruption((name) => terminal.note(`${name}: ending in good order; once more ends at once`));
  try {
    return await optimize(args, context, stop.signal);
  } catch (error) {
    if (error === stop.signal.reason) return exitCodes.done; // stopped before the run began
    throw error;
  }
};

async function optimize(
  args: Readonly<Record<string, unknown>>,
  context: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const configuration = await readConfiguration(args, context);
  if (args['frozen'] === true) await (await import('../lock/refuse-changes.js')).refuseChanges(configuration);
  const named = configuration.servos.length > 1 || args['watch'] === true;
  const recentLogs = configuration.servos.some(({ document }) => document.wantsDiagnostics)
    ? new RecentLogs()
    : undefined;
  const logger = openLogger(args, context, recentLogs);
  const { listen } = args;
  const monitored = typeof listen === 'string' ? await monitorOn(listen) : undefined;
  using _strays = outliveStrays(logger);
  await using assembly = await openAssembly(configuration, {
    args,
    context,
    options: {
      logger,
      recentLogs,
      signal,
      newStudy: args['new-study'] === true,
      observe: both(await observerOf(args, context, named), monitored?.monitoring.observe),
      onRequest: monitored?.monitoring.onRequest,
      optimizer: await optimizerFactory(configuration),
      confirm: (_, report) => confirmPromotion(report, context.terminal, signal),
    },
  });
  await using _pages = monitored && (await monitored.serve(assembly, context.terminal));
  await using _control = await serveControl(assembly, configuration.stateDir);
  const watches = args['watch'] === true;
  await using _following = watches
    ? followConfiguration(assembly, configuration, { args, context, signal })
    : undefined;
  const exitWhenDone = args['exit-when-done'] === true;
  const reports = await assembly
    .run({ signal, exitWhenDone, outlastsFailure: watches && !exitWhenDone })
    .catch((error: unknown) => {
      const [only, another] = configuration.servos;
      throw only && !another ? located(error, only.written) : error;
    });
  return exitCodeOfStudies(reports);
}

function both(first: ServoObserver, second: ServoObserver | undefined): ServoObserver {
  if (!second) return first;
  return (event) => {
    first(event);
    second(event);
  };
}

async function observerOf(
  args: Readonly<Record<string, unknown>>,
  { terminal }: CommandContext,
  named: boolean,
): Promise<ServoObserver> {
  const write = await serializer(args['output']);
  return write ? (event) => terminal.line(write(event)) : narrator({ terminal, named });
}

/** Asks on a terminal whether the recommended configuration is to stay; elsewhere the answer is no. */
async function confirmPromotion(
  { summary, recommended }: StudyReport,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  if (!recommended) return false;
  const answer = await terminal.ask(`${summary}. Keep ${formatSettings(recommended.settings)}? [y/N] `, signal);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
