import { type ProposedChange, RecentLogs, serveControl } from '@servo/core/runtime';
import type { StudyReport } from '@servo/core/wire';
import type { CommandContext } from '../command.js';
import { exitCodeOfStudies } from '../exit-code.js';
import { exitCodes } from '../exit-codes.js';
import { followConfiguration } from '../follow-configuration.js';
import { listenAddress } from '../listen-address.js';
import { located } from '../located.js';
import { type Monitored, monitorOn } from '../monitor-on.js';
import { optimizerFactory } from '../load-optimizer.js';
import { type Configuration, openAssembly, readConfiguration } from '../open-assembly.js';
import { openLogger } from '../open-logger.js';
import { attached } from '../open-servo.js';
import { outliveStrays } from '../outlive-strays.js';
import { checkBeforeRun } from './check-before-run.js';
import { Operator } from './operator.js';
import type { RunArguments } from './run-options.js';
import { runObserver } from './run-observer.js';

/** What a run is carried out with. */
export interface RunContext {
  readonly given: RunArguments;
  /** The command line as a whole. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: CommandContext;
  /** Aborts when the operator wants the run to end. */
  readonly signal: AbortSignal;
}

type Assembly = Awaited<ReturnType<typeof openAssembly>>;

/** Runs the servos of the configuration to the end of the run, and answers the exit code. */
export async function runServos(run: RunContext): Promise<number> {
  const { given, args, context, signal } = run;
  const { terminal } = context;
  const configuration = await readConfiguration(args, context);
  if (given.frozen) await refuseChanges(configuration);
  if (given.listen !== undefined) listenAddress(given.listen); // also where nothing is to listen yet
  const monitored = given.listen !== undefined && !given.dryRun ? await monitorOn(given.listen) : undefined;
  await using opened = await openRun(configuration, run, monitored);
  const { assembly } = opened;
  await using _pages = await monitored?.serve(assembly, terminal); // a probe may ask while checks are waited for
  await using _control = given.dryRun ? undefined : await serveControl(assembly, configuration.stateDir);
  if (given.check || given.dryRun) {
    const servos = attached(assembly.servos, configuration.servos);
    if (!(await checkBeforeRun(servos, { given, args, terminal, signal }))) return exitCodes.failed;
  }
  return given.dryRun ? exitCodes.done : exitCodeOfStudies(await studies(assembly, configuration, run));
}

/** Makes the servos, with all that they tell and ask an operator. */
async function openRun(
  configuration: Configuration,
  { given, args, context, signal }: RunContext,
  monitored: Monitored | undefined,
): Promise<AsyncDisposable & { readonly assembly: Assembly }> {
  const { terminal } = context;
  const { servos } = configuration;
  const wanted = servos.some(({ document }) => document.wantsDiagnostics);
  const recentLogs = wanted || given.watch ? new RecentLogs() : undefined; // an edit may want them later
  const logger = openLogger(args, context, recentLogs);
  const operator = new Operator(terminal);
  const strays = outliveStrays(logger);
  const observe = await runObserver({
    terminal,
    output: args['output'],
    named: servos.length > 1 || given.watch,
    other: monitored?.monitoring.observe,
  });
  const options = {
    logger,
    recentLogs,
    signal,
    observe,
    newStudy: given.newStudy,
    poll: given.poll,
    readOnly: given.dryRun,
    onRequest: monitored?.monitoring.onRequest,
    optimizer: given.poll ? await optimizerFactory(configuration) : undefined,
    confirm: (_: string, report: StudyReport) => operator.keeps(report, signal),
    consent: given.interactive
      ? (change: ProposedChange) => operator.consents(change, change.signal ?? signal)
      : undefined,
  };
  try {
    const assembly = await openAssembly(configuration, { args, context, options });
    return {
      assembly,
      [Symbol.asyncDispose]: async () => {
        await assembly[Symbol.asyncDispose]();
        strays[Symbol.dispose]();
      },
    };
  } catch (error) {
    strays[Symbol.dispose]();
    throw error;
  }
}

/** Lets the servos run, following the file where they are to. */
async function studies(
  assembly: Assembly,
  configuration: Configuration,
  { given, args, context, signal }: RunContext,
): Promise<readonly StudyReport[]> {
  const { watch, exitWhenDone } = given;
  const following = { args, context, signal, admit: given.frozen ? refuseChanges : undefined };
  await using _following = watch ? followConfiguration(assembly, configuration, following) : undefined;
  try {
    return await assembly.run({ signal, exitWhenDone, outlastsFailure: watch && !exitWhenDone });
  } catch (error) {
    const [only, another] = configuration.servos;
    throw only && !another ? located(error, only.written) : error;
  }
}

/** Refuses what is not as it was locked; few runs need what it takes to know. */
async function refuseChanges(configuration: Configuration): Promise<void> {
  const lock = await import('../lock/refuse-changes.js');
  await lock.refuseChanges(configuration);
}
