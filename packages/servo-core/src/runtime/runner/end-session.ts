import { ServoError } from '../../errors/servo-error.js';
import { deadline } from '../../time/deadline.js';
import type { CommandRun } from './command-run.js';
import type { Completions } from './completions.js';
import type { ServoEvent } from './servo-event.js';
import type { ServoSessionOptions } from './servo-session-options.js';
import { Shutdown } from './shutdown.js';

const lastAnswerLimit = 5_000; // milliseconds

/** How a session ends. */
export interface Ending {
  /** As GOODBYE tells the optimizer; `restarting` when the servo begins anew. */
  readonly reason: string;
  /** Whether the optimizer was greeted, and is to be told. */
  readonly greeted: boolean;
  /** The command that was cut off. */
  readonly cutOff: CommandRun | undefined;
  /** Puts the settings back; absent when that is left to the next start. */
  readonly restore: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** Ends a session: every step is tried, whatever became of the one before, within the grace period. */
export async function endSession(
  ending: Ending,
  options: ServoSessionOptions,
  completions: Completions,
): Promise<void> {
  const { reason, greeted, cutOff, restore } = ending;
  const { servo, client, clock, grace, logger } = options;
  const late = (): ServoError => new ServoError('SHUTDOWN_TIMEOUT', `The end took longer than ${grace / 1_000}s`);
  using limit = deadline(grace, { clock, reason: late });
  const { signal } = limit;
  const attempt = async (what: string, step: () => Promise<unknown>): Promise<void> => {
    await step().catch((error: unknown) => logger.error(`Could not ${what}: ${ServoError.from(error).message}`));
  };
  const leaving = reason !== 'restarting';
  if (greeted && leaving && cutOff)
    await attempt('answer the command', () => answerCutOff(cutOff, { reason, signal, options, completions }));
  if (restore) await attempt('restore the settings (the next start does, or "servo restore")', () => restore(signal));
  await attempt('shut down', () => servo.shutdown({ signal }));
  if (leaving) await attempt('hand over', () => handOver(options, signal));
  await attempt('detach the connectors', () => servo.detach({ signal }));
  if (greeted) await attempt('say goodbye', () => client.send('GOODBYE', { reason }, signal));
}

/** A command that the end of the run cut off is answered as well, so that the optimizer need not wonder. */
async function answerCutOff(
  run: CommandRun,
  {
    reason,
    signal,
    options,
    completions,
  }: {
    readonly reason: string;
    readonly signal: AbortSignal;
    readonly options: ServoSessionOptions;
    readonly completions: Completions;
  },
): Promise<void> {
  if (!run.isWanted) return;
  const { client, clock } = options;
  using limit = deadline(lastAnswerLimit, { clock, signal, reason: () => new Shutdown(reason) });
  const message = `The servo was stopped (${reason})`;
  const completion = { status: 'cancelled', message, reason: 'shutdown', cmd_uid: run.uid };
  completions.remember(run.uid, { event: run.event, completion });
  await client.send(run.event, completion, limit.signal);
}

/** Lets the connectors say, while they are there, in what state they left the target. */
async function handOver({ servo, observe }: ServoSessionOptions, signal: AbortSignal): Promise<void> {
  for (const result of await servo.dispatch.settle('handover', undefined, { signal })) {
    if ('error' in result) throw result.error;
    const told: ServoEvent = { type: 'handover', servo: servo.name, connector: result.connector, lines: result.value };
    observe(told);
  }
}
