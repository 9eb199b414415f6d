import { ServoError } from '../../errors/servo-error.js';
import { backoff } from '../../time/backoff.js';
import { deadline } from '../../time/deadline.js';
import { sleepParam, type WireCommand, wireCommand } from '../../wire/command.js';
import type { RequestEvent } from '../../wire/request.js';
import { wireStatus } from '../../wire/status.js';
import { OptimizerError } from '../optimizer-client/optimizer-error.js';
import { CommandRun } from './command-run.js';
import type { Completions } from './completions.js';
import { observeRetries } from './observe-retries.js';
import { Restart } from './restart.js';
import type { ServoEvent } from './servo-event.js';
import type { ServoSessionOptions } from './servo-session-options.js';
import { endSession } from './end-session.js';
import { shutdownReason } from './shutdown.js';
import { defaultSleep, sleepTime } from './sleep-time.js';

// After this many failures in a row that nobody foresaw, the target is put back and left alone for a while.
const failuresInARow = 5;
const cleanUpLimit = 5_000; // milliseconds

type Quiet<T> = T extends unknown ? Omit<T, 'servo'> : never;

/**
 * A servo from its HELLO to its GOODBYE: connectors are attached, what an earlier run left is taken back, then HELLO,
 * startup, and command after command; in the end what is in force is taken back, shutdown, detach, and GOODBYE.
 */
export class ServoSession {
  readonly #options: ServoSessionOptions;
  readonly #completions: Completions;
  readonly #onRetry: ReturnType<typeof observeRetries>;
  #running: CommandRun | undefined;
  #failures = 0;
  #worked = false;

  /** @param completions What was answered in this session, and in those before. */
  constructor(options: ServoSessionOptions, completions: Completions) {
    this.#options = options;
    this.#completions = completions;
    this.#onRetry = observeRetries(options);
  }

  /** Whether a command was carried out well. */
  get worked(): boolean {
    return this.#worked;
  }

  /**
   * Runs until `signal` aborts, or until the servo is to begin anew, and answers why. Rejects only when the servo cannot
   * be brought into a known state or started.
   */
  async run(signal: AbortSignal): Promise<Restart | undefined> {
    const { servo, poll = true } = this.#options;
    let greeted = false;
    let known = false; // whether the target is as it was before the servo came
    let restart: Restart | undefined;
    try {
      await servo.attach({ signal });
      await this.#restore('an earlier run was interrupted', signal);
      known = true;
      if (poll) await this.#greet(signal);
      greeted = poll;
      await servo.startup({ signal });
      await (poll ? this.#loop(signal) : this.#idle(signal));
    } catch (error) {
      if (error instanceof Restart) restart = error;
      else if (!signal.aborted) throw error;
    } finally {
      const ending = signal.aborted || restart !== undefined;
      const reason = restart && !signal.aborted ? 'restarting' : shutdownReason(signal);
      // what could not be restored just now is left to the next start, unless it was not given the time
      await this.#end(reason, { greeted: greeted && restart?.goodbye !== false, restores: known || ending });
    }
    return signal.aborted ? undefined : restart;
  }

  async #greet(signal: AbortSignal): Promise<void> {
    const { servo, optimizer, userAgent, telemetry: own } = this.#options;
    const telemetry = own ? { ...own, ...servo.telemetry } : {};
    this.#observe({ type: 'connecting', optimizer });
    await this.#ask('HELLO', { agent: userAgent, telemetry }, signal);
    this.#observe({ type: 'connected', optimizer });
  }

  /** A turn that brings nothing is followed by a growing wait, so that nothing can make the loop spin. */
  async #loop(signal: AbortSignal): Promise<never> {
    const { clock, random } = this.#options;
    for (let idle = 0; ; ) {
      idle = (await this.#turn(signal)) ? 0 : idle + 1;
      signal.throwIfAborted();
      if (idle > 0) await clock.sleep(backoff(idle - 1, { random }), { signal });
    }
  }

  /** Waits for the end by the clock, which keeps the process alive where nothing else does. */
  async #idle(signal: AbortSignal): Promise<void> {
    this.#observe({ type: 'idle' });
    await this.#options.clock.sleep(Infinity, { signal });
  }

  /** One command, from question to answer; false when it brought nothing. */
  async #turn(signal: AbortSignal): Promise<boolean> {
    const answer = await this.#ask('WHATS_NEXT', null, signal);
    this.#observe({ type: 'turned' });
    const command = wireCommand.safeParse(answer);
    if (!command.success) return this.#complain(answer);
    if (command.data.cmd === 'SLEEP') return this.#sleep(command.data, signal);
    if (await this.#completions.repeat(command.data.cmd_uid ?? null, signal)) return false;
    return this.#carryOut(command.data, signal);
  }

  #complain(answer: unknown): false {
    const status = wireStatus.safeParse(answer);
    const text = status.success
      ? `status "${status.data.status}" (${status.data.reason ?? 'no reason'})`
      : 'neither a command nor a status';
    this.#options.logger.warn(`The optimizer was asked for a command and answered ${text}`);
    return false;
  }

  async #sleep({ param }: WireCommand, signal: AbortSignal): Promise<true> {
    const { duration, data } = sleepParam.catch({ duration: defaultSleep }).parse(param ?? {});
    const milliseconds = sleepTime(duration);
    this.#observe({ type: 'sleeping', milliseconds, reason: data?.reason ?? 'unknown reason' });
    await this.#options.clock.sleep(milliseconds, { signal });
    return true;
  }

  async #carryOut(wire: WireCommand, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    const run = new CommandRun(wire, this.#options);
    const { command, uid, event } = run;
    this.#running = run;
    const startedAt = clock.monotonic();
    const { body, status, message, reason, unforeseen, restart } = await run.run(signal);
    this.#running = undefined;
    await this.#completions.deliver(uid, { event, completion: { ...body, cmd_uid: uid } }, signal);
    const elapsed = clock.monotonic() - startedAt;
    this.#observe({
      type: 'command-finished',
      command,
      status,
      message: message ?? undefined,
      reason: reason ?? undefined,
      elapsed,
    });
    if (restart) throw restart;
    this.#count(unforeseen, message);
    this.#worked ||= status === 'ok';
    return status === 'ok';
  }

  #count(unforeseen: boolean, message: string | null | undefined): void {
    this.#failures = unforeseen ? this.#failures + 1 : 0;
    if (this.#failures >= failuresInARow)
      throw new Restart(`${this.#failures} commands in a row failed, the last one: ${message}`, { wait: 60_000 });
  }

  /** Sends what must be answered, however long that takes. @throws {@link Restart} when the servo is not known any more. */
  async #ask(event: RequestEvent, param: unknown, signal: AbortSignal): Promise<unknown> {
    const options = { signal, onRetry: this.#onRetry, wantsStatus: event === 'HELLO' };
    try {
      return await this.#options.client.request(event, param, options);
    } catch (error) {
      throw error instanceof OptimizerError && error.verdict === 'revoked' ? Restart.revoked() : error;
    }
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

  /** Also what the journal does not know of, or could not restore: connectors may know from the target itself. */
  async #takeBack(why: string, signal: AbortSignal): Promise<void> {
    const { logger } = this.#options;
    try {
      await this.#restore(why, signal);
    } finally {
      await this.#cleanUp(signal).catch((error: unknown) =>
        logger.warn(`Could not clean up (servo restore does): ${ServoError.from(error).message}`),
      );
    }
  }

  /** There must be time left to end with, where a target does not answer. */
  async #cleanUp(signal: AbortSignal): Promise<void> {
    const { servo, logger, clock } = this.#options;
    const late = (): ServoError => new ServoError('SHUTDOWN_TIMEOUT', `It took longer than ${cleanUpLimit / 1_000}s`);
    using limit = deadline(cleanUpLimit, { clock, signal, reason: late });
    for (const line of await servo.cleanUp({ signal: limit.signal })) logger.info(line);
  }

  async #end(reason: string, { greeted, restores }: { greeted: boolean; restores: boolean }): Promise<void> {
    const restore =
      restores && this.#options.onInterrupt === 'restore'
        ? (signal: AbortSignal) => this.#takeBack(`the run was ended (${reason})`, signal)
        : undefined;
    await endSession({ reason, greeted, restore, cutOff: this.#running }, this.#options, this.#completions);
  }

  #observe(event: Quiet<ServoEvent>): void {
    // an Omit over a union of event types loses that the parts belong together
    this.#options.observe({ ...event, servo: this.#options.servo.name } as ServoEvent);
  }
}
