import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import { backoff } from '../../time/backoff.js';
import { deadline } from '../../time/deadline.js';
import { Duration } from '../../time/duration.js';
import { type CommandName, sleepParam, type WireCommand, wireCommand } from '../../wire/command.js';
import { completionStatusOf } from '../../wire/completion-status.js';
import { completionEvents, type RequestEvent } from '../../wire/request.js';
import { wireStatus } from '../../wire/status.js';
import type { OptimizerClient } from '../optimizer-client/optimizer-client.js';
import type { Servo } from '../servo/servo.js';
import { readCommand } from './execute-command.js';
import { ProgressReporter } from './progress-reporter.js';
import type { ServoEvent, ServoObserver } from './servo-event.js';
import { Shutdown } from './shutdown.js';

/** What a {@link ServoRunner} is made of. */
export interface ServoRunnerOptions {
  readonly servo: Servo;
  readonly client: OptimizerClient;
  /** The optimizer's name, for people. */
  readonly optimizer: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly userAgent: string;
  /** Facts about this servo that the optimizer is told. */
  readonly telemetry: Readonly<Record<string, string>>;
  readonly observe: ServoObserver;
  /** Whether what an interrupted run changed is taken back. */
  readonly onInterrupt: 'restore' | 'keep';
  /** How long the end of a run may take, in milliseconds. */
  readonly grace: number;
}

const defaultSleep = 120; // seconds
const shortestSleep = 1_000; // milliseconds

type Quiet<T> = T extends unknown ? Omit<T, 'servo'> : never;
type Completion = Readonly<Record<string, unknown>>;

/**
 * Drives one servo: what an earlier run left is taken back, then HELLO, startup, and command after command until the
 * signal aborts; then what is in force is taken back, shutdown, and GOODBYE.
 */
export class ServoRunner {
  readonly #options: ServoRunnerOptions;

  constructor(options: ServoRunnerOptions) {
    this.#options = options;
  }

  /** Runs until `signal` aborts. Rejects only when the servo cannot be brought into a known state or started. */
  async run(signal: AbortSignal): Promise<void> {
    const { servo, client, optimizer, userAgent, telemetry } = this.#options;
    let greeted = false;
    let known = false; // whether the target is as it was before the servo came
    try {
      await this.#restore('an earlier run was interrupted', signal);
      known = true;
      await client.request('HELLO', { agent: userAgent, telemetry }, { signal, onRetry: this.#onRetry });
      greeted = true;
      this.#observe({ type: 'connected', optimizer });
      await servo.startup({ signal });
      for (let idle = 0; !signal.aborted; ) idle = (await this.#turn(signal)) ? 0 : await this.#pause(idle, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      // what could not be restored just now is left to the next start, unless it was not given the time
      await this.#end(reasonOf(signal), { greeted, restore: known || signal.aborted });
    }
  }

  /** One command, from question to answer; false when the answer was none that this servo knows. */
  async #turn(signal: AbortSignal): Promise<boolean> {
    const { client, logger } = this.#options;
    const answer = await client.request('WHATS_NEXT', null, { signal, onRetry: this.#onRetry });
    const command = wireCommand.safeParse(answer);
    if (!command.success) {
      const status = wireStatus.safeParse(answer);
      const text = status.success
        ? `status "${status.data.status}" (${status.data.reason ?? 'no reason'})`
        : 'neither a command nor a status';
      logger.warn(`The optimizer was asked for a command and answered ${text}`);
      return false;
    }
    if (command.data.cmd === 'SLEEP') await this.#sleep(command.data, signal);
    else await this.#carryOut(command.data, signal);
    return true;
  }

  async #pause(idle: number, signal: AbortSignal): Promise<number> {
    await this.#options.clock.sleep(backoff(idle, { random: this.#options.random }), { signal });
    return idle + 1;
  }

  async #sleep({ param }: WireCommand, signal: AbortSignal): Promise<void> {
    const { duration, data } = sleepParam.catch({ duration: defaultSleep }).parse(param ?? {});
    const milliseconds = sleepTime(duration);
    this.#observe({ type: 'sleeping', milliseconds, reason: data?.reason ?? 'unknown reason' });
    await this.#options.clock.sleep(milliseconds, { signal });
  }

  async #carryOut({ cmd, cmd_uid, param }: WireCommand, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const uid = cmd_uid ?? null;
    const command = cmd as Exclude<CommandName, 'SLEEP'>; // an unknown one fails in readCommand
    const event = completionEvents[command] ?? 'DESCRIPTION';
    const startedAt = clock.monotonic();
    const completion = await this.#attempt({ command, uid, param, event }, signal);
    signal.throwIfAborted();
    await this.#complete(event, { ...completion, cmd_uid: uid }, signal);
    const { status, message, reason } = completion as { status: 'ok'; message?: string; reason?: string }; // made below
    this.#observe({
      type: 'command-finished',
      command,
      status,
      message,
      reason,
      elapsed: clock.monotonic() - startedAt,
    });
  }

  async #attempt(
    {
      command,
      uid,
      param,
      event,
    }: { command: Exclude<CommandName, 'SLEEP'>; uid: string | null; param: unknown; event: RequestEvent },
    signal: AbortSignal,
  ): Promise<Completion> {
    const { servo, clock, client, logger } = this.#options;
    const cancel = new AbortController();
    await using reporter = new ProgressReporter({
      clock,
      commandUid: uid,
      post: async (progress) => {
        const answer = await client.send(event, progress, signal).catch((error: unknown) => {
          logger.debug('A progress report was not delivered', { error: ServoError.from(error).message });
        });
        const status = wireStatus.safeParse(answer);
        if (status.success && status.data.status === 'cancel')
          cancel.abort(new EventCancelledError(status.data.reason ?? 'Command cancelled'));
      },
    });
    try {
      const ready = readCommand(servo, command, param);
      this.#observe({ type: 'command-started', command, uid, detail: ready.detail });
      const body = await ready.run({
        signal: AbortSignal.any([signal, cancel.signal]),
        scope: {
          commandUid: uid ?? undefined,
          onProgress: (progress) => {
            reporter.take(progress);
            this.#observe({ type: 'progress', command, percent: progress.percent, message: progress.message });
          },
        },
      });
      return { status: 'ok', message: null, reason: 'success', ...body };
    } catch (error) {
      const answer = completionStatusOf(error);
      if (!signal.aborted) logger.debug(`${command} failed`, { error });
      return { ...answer };
    }
  }

  async #complete(event: RequestEvent, completion: Completion, signal: AbortSignal): Promise<void> {
    const { client, logger } = this.#options;
    const answer = wireStatus.safeParse(await client.request(event, completion, { signal, onRetry: this.#onRetry }));
    if (answer.success && answer.data.status !== 'ok')
      logger.warn(`The optimizer answered "${answer.data.status}" to ${event}: ${answer.data.reason ?? 'no reason'}`);
  }

  async #restore(why: string, signal: AbortSignal): Promise<void> {
    const { servo, onInterrupt } = this.#options;
    const settings = await servo.restorePoint();
    if (!settings) return;
    if (onInterrupt === 'keep') return servo.promote({ signal });
    this.#observe({ type: 'restoring', settings, why });
    await servo.restore({ signal });
    this.#observe({ type: 'restored', settings, why });
  }

  /** The end of a run: every step is tried, whatever became of the one before, within the grace period. */
  async #end(reason: string, { greeted, restore }: { greeted: boolean; restore: boolean }): Promise<void> {
    const { servo, client, clock, grace, onInterrupt } = this.#options;
    using limit = deadline(grace, {
      clock,
      reason: () => new ServoError('SHUTDOWN_TIMEOUT', `The end took longer than ${grace / 1_000}s`),
    });
    const { signal } = limit;
    if (restore && onInterrupt === 'restore')
      await this.#try('restore the settings', () => this.#restore(`the run was ended (${reason})`, signal));
    await this.#try('shut down', () => servo.shutdown({ signal }));
    if (greeted) await this.#try('say goodbye', () => client.send('GOODBYE', { reason }, signal));
    this.#observe({ type: 'stopped', reason });
  }

  async #try(what: string, step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#options.logger.error(`Could not ${what}: ${ServoError.from(error).message}`);
    }
  }

  readonly #onRetry = (error: ServoError, milliseconds: number): void =>
    this.#observe({ type: 'retrying', milliseconds, message: error.message });

  #observe(event: Quiet<ServoEvent>): void {
    // an Omit over a union of event types loses that the parts belong together
    this.#options.observe({ ...event, servo: this.#options.servo.name } as ServoEvent);
  }
}

/** How long an optimizer lets the servo sleep, in milliseconds; never so short that the loop would spin. */
function sleepTime(duration: string | number): number {
  try {
    const { milliseconds } = Duration.from(duration);
    return milliseconds < 0 ? defaultSleep * 1_000 : Math.max(milliseconds, shortestSleep);
  } catch {
    return defaultSleep * 1_000; // not a duration: as if it said nothing
  }
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Shutdown ? reason.reason : 'unknown';
}
