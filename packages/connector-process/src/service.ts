import {
  AdjustmentFailedError,
  AdjustmentRejectedError,
  type Clock,
  type ConnectorHost,
  MeasurementFailedError,
  ServoError,
  type Setting,
} from '@servo/core';
import { type Child, type ChildExit, formatExit } from '@servo/core/process';
import { checkValues } from './check-values.js';
import { configuredSettings, type SettingValues, valuesOf } from './configured-settings.js';
import { endSignal } from './end-signal.js';
import { type Launch, launchOf } from './launch.js';
import type { ProcessConfig } from './process-config.js';
import { writeSettingFiles } from './setting-files.js';
import { SettingsFile } from './settings-file.js';
import { settingsInForce, storedSettings } from './settings-in-force.js';
import { StartFailedError, withLastLines } from './start-failed-error.js';
import { assertWanted, type StartContext, startProgram } from './start-program.js';
import { TurnQueue } from './turn-queue.js';

/**
 * The program with its settings: one start, change or stop at a time. `docs/states.md` says what it does in each state.
 */
export class Service implements AsyncDisposable {
  readonly #host: ConnectorHost<ProcessConfig>;
  readonly #configured: readonly Setting[];
  readonly #file: SettingsFile;
  readonly #turns = new TurnQueue();
  #child: Child | undefined;
  #crash: { readonly exit: ChildExit; readonly lastLines: readonly string[] } | undefined;
  /** Whether a change was broken off and the files of settings may hold what it tried. */
  #brokenOff = false;
  #closed = false;

  constructor(host: ConnectorHost<ProcessConfig>) {
    this.#host = host;
    this.#configured = configuredSettings(host.config);
    this.#file = new SettingsFile(host);
  }

  /** The id of the running program. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The settings with the values in force; starts nothing. */
  async settings({ warn = false }: { readonly warn?: boolean } = {}): Promise<readonly Setting[]> {
    const { settings, notes } = settingsInForce(this.#component, this.#configured, await this.#file.read());
    if (warn) for (const note of notes) this.#host.logger.warn(note);
    return settings;
  }

  /** How the program is started with the settings in force. */
  async launch(): Promise<Launch> {
    return launchOf(this.#host, valuesOf(await this.settings()));
  }

  /** Sees to it that the program runs and is ready. */
  async start(context: StartContext): Promise<void> {
    await this.#turns.take(context.signal, (signal) => this.#ensure({ ...withProgress(context), signal }));
  }

  /**
   * Has the program run with other values; those that are not named stay.
   *
   * @throws {@link AdjustmentRejectedError} when it does not run with them: it runs with the previous ones again.
   */
  async adjust(values: SettingValues, settle: number, context: StartContext): Promise<void> {
    await this.#turns.take(context.signal, async (signal) => {
      const settings = await this.settings();
      checkValues(values, settings, valuesOf(this.#configured));
      const present = valuesOf(settings);
      const next = { ...present, ...values };
      const linked = { ...withProgress(context), signal };
      const same = Object.entries(next).every(([name, value]) => present[name] === value);
      await (same ? this.#ensure(linked) : this.#change(present, next, { ...linked, settle }));
    });
  }

  /** Does work that needs the program. Rejects with the reason `crashed` as soon as the program ends. */
  async whileRunning<T>(signal: AbortSignal, work: (pid: number, signal: AbortSignal) => Promise<T>): Promise<T> {
    this.assertAlive();
    const child = this.#child;
    if (!child) throw new MeasurementFailedError(`"${this.#component}" does not run`, { reason: 'not-running' });
    const ended = endSignal(child, (exit) => this.#crashed({ exit, lastLines: child.lastLines }));
    return work(child.pid, AbortSignal.any([signal, ended]));
  }

  /** @throws {@link MeasurementFailedError} with the reason `crashed` when the program has ended by itself. */
  assertAlive(): void {
    if (this.#crash) throw this.#crashed(this.#crash);
  }

  /**
   * Ends what is under way and the program. With a right to act it also takes back what a change that was broken off left
   * in the files of settings, for whoever starts the program by hand.
   */
  async stop(context?: Pick<StartContext, 'guard'>): Promise<void> {
    const reason = new ServoError('PROGRAM_STOPPED', `"${this.#component}" was stopped`);
    await this.#turns.interrupt(reason, async () => {
      await this.#end();
      if (!context || !this.#brokenOff) return;
      const launch = await this.launch();
      context.guard();
      await writeSettingFiles(launch);
      this.#brokenOff = false;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.stop();
  }

  get #component(): string {
    return this.#host.config.component;
  }

  get #clock(): Clock {
    return this.#host.clock;
  }

  async #ensure(context: StartContext): Promise<void> {
    this.#assertOpen();
    if (this.#child) return;
    if (this.#crash)
      this.#host.logger.warn(`Starting "${this.#component}" again, after ${formatExit(this.#crash.exit)}`);
    this.#take(await startProgram(this.#host, await this.launch(), context));
    await this.#forgetPending(context);
  }

  /** The settings before an adjustment that was interrupted run again: nobody needs to hear of it any more. */
  async #forgetPending({ guard }: Pick<StartContext, 'guard'>): Promise<void> {
    const stored = await this.#file.read();
    if (!stored?.pending) return;
    guard();
    await this.#file.write({ ...stored, pending: undefined });
  }

  async #change(
    present: SettingValues,
    next: SettingValues,
    context: StartContext & { readonly settle: number },
  ): Promise<void> {
    this.#assertOpen();
    assertWanted(context);
    await this.#store({ settings: present, pending: next });
    try {
      assertWanted(context);
      await this.#end(context.signal);
      context.signal.throwIfAborted();
      this.#take(await startProgram(this.#host, launchOf(this.#host, next), context));
      await this.#settle(context);
      assertWanted(context);
      await this.#store({ settings: next });
    } catch (error) {
      throw await this.#goBack(present, error, context);
    }
  }

  /** Returns what to throw once the previous settings are in force again. */
  async #goBack(present: SettingValues, error: unknown, context: StartContext): Promise<unknown> {
    this.#brokenOff = true;
    try {
      await this.#end(context.signal);
      if (context.signal.aborted) return error;
      this.#take(await startProgram(this.#host, launchOf(this.#host, present), context));
      context.guard();
      await this.#store({ settings: present });
    } catch (second) {
      if (context.signal.aborted) return context.signal.reason;
      const text = `"${this.#component}" starts neither with the new settings nor with the previous ones`;
      const message = [text, error, second].map((part) => (part instanceof Error ? part.message : String(part)));
      return new AdjustmentFailedError(message.join('\n'), {
        reason: 'restore-failed',
        cause: new AggregateError([error, second]),
      });
    }
    if (!(error instanceof StartFailedError)) return error;
    return new AdjustmentRejectedError(error.message, { reason: error.reason, cause: error });
  }

  async #settle({ settle, signal }: { readonly settle: number; readonly signal: AbortSignal }): Promise<void> {
    const child = this.#child;
    if (!child) throw new StartFailedError(`"${this.#component}" ended at once`, this.#crash ?? { lastLines: [] });
    if (settle === 0) return;
    const ended = endSignal(child, (exit) => {
      const text = `"${this.#component}" ended with ${formatExit(exit)} while it settled`;
      return new StartFailedError(text, { lastLines: child.lastLines, reason: 'unstable' });
    });
    await this.#clock.sleep(settle, { signal: AbortSignal.any([signal, ended]) });
  }

  #take(child: Child): void {
    this.#child = child;
    this.#crash = undefined;
    this.#brokenOff = false;
    child.exit.then(
      (exit) => this.#lose(child, exit),
      (error: unknown) => this.#host.logger.error('The program cannot be ended', { error }),
    );
  }

  /** Remembers an end that nobody asked for. */
  #lose(child: Child, exit: ChildExit): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#crash = { exit, lastLines: child.lastLines };
    this.#host.logger.warn(this.#crashed(this.#crash).message);
  }

  /** Stops the program; kills it when the signal aborts. */
  async #end(signal?: AbortSignal): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#crash = undefined;
    if (!child) return;
    const kill = (): void => {
      child.stop({ signal: 'SIGKILL', grace: 0 }).catch(() => {}); // the stop below reports it
    };
    if (signal?.aborted) kill();
    signal?.addEventListener('abort', kill, { once: true });
    try {
      const { signal: name, grace } = this.#host.config.stop;
      await child.stop({ signal: name, grace: grace.milliseconds });
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  async #store(values: Parameters<typeof storedSettings>[2]): Promise<void> {
    await this.#file.write(storedSettings(this.#component, this.#configured, values));
  }

  #assertOpen(): void {
    if (this.#closed) throw new ServoError('PROGRAM_CLOSED', `"${this.#component}" was closed and cannot be started`);
  }

  #crashed({
    exit,
    lastLines,
  }: {
    readonly exit: ChildExit;
    readonly lastLines: readonly string[];
  }): MeasurementFailedError {
    const text = `"${this.#component}" ended by itself with ${formatExit(exit)}`;
    return new MeasurementFailedError(withLastLines(text, { lastLines }), { reason: 'crashed' });
  }
}

/** Takes the methods out of an event's context, whose class may keep them on its prototype. */
function withProgress(context: StartContext): Pick<StartContext, 'guard' | 'progress'> {
  return {
    guard: () => context.guard(),
    progress: (percent, message) => context.progress(percent, message),
  };
}
