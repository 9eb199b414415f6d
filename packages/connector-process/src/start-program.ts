import { type ConnectorHost, deadline, type EventContext, type Logger, pollUntil, ServoError } from '@servo/core';
import { type Child, formatExit, spawnChild } from '@servo/core/process';
import { formatAddress, readyAddress } from './address.js';
import { endSignal } from './end-signal.js';
import { environmentOf, type Launch } from './launch.js';
import { limitProbe, type ProbeAnswer, probeHttp, probeTcp } from './probe.js';
import type { ProcessConfig } from './process-config.js';
import { writeSettingFiles } from './setting-files.js';
import { StartFailedError } from './start-failed-error.js';

/** What of an event's context a start uses. */
export type StartContext = Pick<EventContext, 'guard' | 'progress' | 'signal'>;

/** What of a connector's host a probe uses. */
export type ProbingHost = Pick<ConnectorHost<ProcessConfig>, 'clock' | 'config'>;

/**
 * Starts a program and resolves when it is ready. What it started is ready, or it is gone.
 *
 * @throws {@link StartFailedError} when the program ends early or takes too long; {@link ServoError} `ADDRESS_IN_USE` when
 * somebody else answers where it is going to listen.
 */
export async function startProgram(
  host: ConnectorHost<ProcessConfig>,
  launch: Launch,
  context: StartContext,
): Promise<Child> {
  const { config, logger } = host;
  await assertAddressFree(host, context.signal);
  assertWanted(context);
  await writeSettingFiles(launch);
  const { command, args, cwd } = launch;
  assertWanted(context);
  const child = await spawnChild({ command, args, cwd, env: environmentOf(launch, host.env) });
  void logLines(child.stdout, logger.child({ stream: 'stdout' }));
  void logLines(child.stderr, logger.child({ stream: 'stderr' }));
  try {
    await untilReady(host, child, context);
    return child;
  } catch (error) {
    const { signal, grace } = config.stop;
    await child.stop(context.signal.aborted ? { signal: 'SIGKILL', grace: 0 } : { signal, grace: grace.milliseconds });
    throw error;
  }
}

/** For just before a step of what was asked for: throws the abort reason, or when the right to act was lost. */
export function assertWanted({ signal, guard }: Pick<StartContext, 'guard' | 'signal'>): void {
  signal.throwIfAborted();
  guard();
}

/** @throws {@link ServoError} `ADDRESS_IN_USE` when somebody answers where the program is going to listen. */
export async function assertAddressFree(host: ProbingHost, signal: AbortSignal): Promise<void> {
  const { config } = host;
  const address = readyAddress(config);
  if (!address || (await limited(host, signal, (ends) => probeTcp(address, ends))) !== undefined) return;
  throw new ServoError(
    'ADDRESS_IN_USE',
    `Expected ${formatAddress(address)} to be free for "${config.component}", but another program answers there`,
    { hint: `Stop it (lsof -i :${address.port} names it), or let "${config.component}" listen elsewhere.` },
  );
}

async function untilReady(host: ProbingHost, child: Child, { signal, progress }: StartContext): Promise<void> {
  const { config, clock } = host;
  const { component, ready } = config;
  const ended = endSignal(child, (exit) => {
    return new StartFailedError(`"${component}" ended with ${formatExit(exit)} before it was ready`, child);
  });
  if (!ready) return AbortSignal.any([signal, ended]).throwIfAborted();
  let problem: string | undefined = 'it did not answer';
  const late = (): StartFailedError =>
    new StartFailedError(`"${component}" was not ready within ${ready.timeout.toString()} (${problem})`, child);
  using limit = deadline(ready.timeout.milliseconds, { clock, signal, reason: late });
  const halted = AbortSignal.any([limit.signal, ended]);
  const begun = clock.monotonic();
  let told = begun;
  const ask = async (): Promise<true | undefined> => {
    problem = await limited(host, halted, (ends) => probe(config, ends));
    if (problem === undefined) return true;
    if (clock.monotonic() - told < 1_000) return undefined;
    told = clock.monotonic();
    progress(Math.min(99, (100 * (told - begun)) / ready.timeout.milliseconds), `waiting until ${component} is ready`);
    return undefined;
  };
  await pollUntil(ask, { clock, every: ready.interval.milliseconds, signal: halted });
  halted.throwIfAborted(); // it may have been another program that answered after this one had ended
}

async function probe(config: ProcessConfig, signal: AbortSignal): Promise<string | undefined> {
  const address = readyAddress(config);
  if (config.ready?.http !== undefined) return probeHttp(config.ready.http, signal);
  return address && probeTcp(address, signal);
}

/** One probe that is swallowed must not keep the next one from being made. */
async function limited(
  { config, clock }: ProbingHost,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => ProbeAnswer,
): ProbeAnswer {
  const milliseconds = Math.max(config.ready?.interval.milliseconds ?? 0, 1_000);
  return limitProbe(ask, { clock, milliseconds, signal });
}

async function logLines(lines: AsyncIterable<string>, logger: Logger): Promise<void> {
  try {
    for await (const line of lines) logger.debug(line);
  } catch (error) {
    logger.warn('The output of the program cannot be read', { error });
  }
}
