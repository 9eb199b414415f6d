import { join } from 'node:path';
import { maskedCheck } from '../dispatch/masked-check.js';
import type { ConnectorCommandResult } from '../../connector/connector-command.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';
import type { AssemblyView, ServoView } from '../../connector/current-context.js';
import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import { MeasurementFailedError } from '../../errors/measurement-failed-error.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Dispatch } from '../../events/dispatch.js';
import type {
  AdjustInput,
  CheckInput,
  DescribeInput,
  EventInput,
  EventName,
  MeasureInput,
} from '../../events/event-map.js';
import type { EventFailure, EventResult } from '../../events/event-result.js';
import type { Logger } from '../../logging/logger.js';
import { formatAdjustments } from '../../model/adjustment.js';
import { control } from '../../model/control.js';
import type { Description } from '../../model/description.js';
import type { Measurement } from '../../model/measurement.js';
import type { Clock } from '../../time/clock.js';
import type { DispatchScope } from '../dispatch/dispatch-scope.js';
import type { SendOptions } from '../dispatch/send.js';
import type { KnownEvent } from '../dispatch/known-event.js';
import type { SettingValues } from '../journal/journal-entry.js';
import { ConnectorRoster } from './connector-roster.js';
import { type Ask, describeEach } from './describe-each.js';
import { type Described, mergeDescriptions } from './merge-descriptions.js';
import type { ConnectorCommandOptions } from './call-connector-command.js';
import { mergeMeasurements } from './merge-measurements.js';
import { type Consent, ReversibleChanges } from './reversible-changes.js';
import { differences, valuesOf } from './setting-values.js';

/** What a {@link Servo} is made of. */
export interface ServoOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of servo.yaml. */
  readonly cwd: string;
  /** Where this servo keeps what must survive a restart. */
  readonly stateDir: string;
  /** The servo process that works on the same state, where this one only looks. */
  readonly otherServo?: number | undefined;
  readonly assembly?: AssemblyView | undefined;
  /** How long a handler may ignore its abort, in milliseconds. */
  readonly patience?: number;
}

/** How an operation of a servo is carried out. */
export interface OperationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly scope?: DispatchScope | undefined;
}

/** How an operation of a servo is carried out that needs not ask every connector. */
export interface PartialOperationOptions extends OperationOptions {
  /** The names of those that carry it out; the others do before and after it what they always do. All when absent. */
  readonly connectors?: readonly string[] | undefined;
}

/** How settings are applied. */
export interface AdjustOptions extends OperationOptions {
  /** Asked before anything is touched, once the adjustments are found to be possible; a refusal rejects them. */
  readonly consent?: Consent | undefined;
}

/**
 * One target with its connectors: describes it, measures it and adjusts it.
 *
 * Every adjustment is checked against the description and written to the journal before a connector is asked, so that
 * {@link Servo.restore} can take it back, even in the next process.
 *
 * @example
 * await using servo = new Servo({ name: 'web', clock: systemClock, logger, env: {}, cwd: '.', stateDir: '.servo' });
 * await servo.addConnector({ name: 'process', type: ProcessConnector, config });
 * const { components } = await servo.describe();
 */
export class Servo implements ServoView, AsyncDisposable {
  readonly name: string;
  readonly dispatch: Dispatch;
  readonly #roster: ConnectorRoster;
  readonly #changes: ReversibleChanges;
  readonly #logger: Logger;
  #running = false;

  constructor(options: ServoOptions) {
    this.name = options.name;
    this.#logger = options.logger;
    this.#roster = new ConnectorRoster({ ...options, servo: this, running: () => this.#running });
    this.#changes = new ReversibleChanges({ path: join(options.stateDir, 'journal.jsonl'), clock: options.clock });
    this.dispatch = this.#roster.bus.dispatch;
  }

  /** The names of the connectors, in order. */
  get connectors(): readonly string[] {
    return this.#roster.names;
  }

  /** The events that there are, core's first, and which connectors handle them. */
  get events(): readonly KnownEvent[] {
    return this.#roster.bus.events;
  }

  /** Facts that the connectors tell the optimizer of, as `<connector>.<key>`. */
  get telemetry(): Readonly<Record<string, string>> {
    return this.#roster.telemetry;
  }

  /** Whether the servo is between startup and shutdown. */
  get running(): boolean {
    return this.#running;
  }

  /**
   * Adds a connector, attaches it, and starts it when the servo runs.
   *
   * @throws {@link ServoError} `CONNECTOR_NAME_TAKEN`, or what the connector's `attach` throws: it is then not added.
   */
  async addConnector<Config>(spec: ConnectorSpec<Config>, { signal }: OperationOptions = {}): Promise<void> {
    // what is kept is handed back to the class that it belongs to, unseen
    await this.#roster.add(spec as ConnectorSpec, signal);
  }

  /** Stops, detaches and disposes a connector. */
  async removeConnector(name: string): Promise<void> {
    await this.#roster.remove(name);
  }

  /**
   * Makes and attaches the connectors that are not attached: none after {@link Servo.addConnector}, all after
   * {@link Servo.detach}.
   */
  async attach({ signal }: OperationOptions = {}): Promise<void> {
    await this.#roster.attach(signal);
  }

  /** Detaches and disposes every connector; the servo keeps their configuration. Failures are logged. */
  async detach({ signal }: OperationOptions = {}): Promise<void> {
    await this.#roster.detach(signal);
  }

  /** Begins the loop's time: connectors open what they need. */
  async startup({ signal }: OperationOptions = {}): Promise<void> {
    if (this.#running) throw new ServoError('SERVO_RUNNING', `The servo "${this.name}" is already running`);
    this.#running = true;
    await this.#roster.startup(signal);
  }

  /** Ends the loop's time. Failures are logged: every connector is told. */
  async shutdown({ signal }: OperationOptions = {}): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    await this.#roster.shutdown(signal);
  }

  /** Asks what can be adjusted, with present values, and what can be measured. */
  async describe(input: Partial<DescribeInput> = {}, options: OperationOptions = {}): Promise<Description> {
    const merged = mergeDescriptions(await this.describeEach(input, options));
    this.#changes.remember(merged);
    return merged;
  }

  /**
   * Does as {@link describe}, and tells what is of which connector; one may be there several times. One whose `describe`
   * names no metrics, or no components, is asked for those alone.
   */
  async describeEach(
    input: Partial<DescribeInput> = {},
    options: OperationOptions = {},
  ): Promise<readonly Described[]> {
    const ask: Ask = (event, wanted, how) => this.#ask(event, wanted, how);
    return describeEach(ask, { control: input.control ?? control() }, options);
  }

  /**
   * Measures. The settings are read before and after, so that the numbers are credited to the right ones. An empty list of
   * metrics asks for all; of one that no connector measures there is a warning.
   *
   * @throws {@link MeasurementFailedError} with the reason `inconclusive` when someone changed the settings meanwhile.
   */
  async measure(
    input: Partial<MeasureInput> = {},
    { connectors: answering, ...options }: PartialOperationOptions = {},
  ): Promise<Measurement> {
    const before = valuesOf(await this.describe({}, options));
    const metrics = input.metrics?.length === 0 ? undefined : input.metrics;
    const wanted = { ...input, metrics, control: input.control ?? control() };
    const results = await this.#ask('measure', wanted, { ...options, answering });
    if (results.length === 0)
      throw new MeasurementFailedError(`No connector of the servo "${this.name}" measures`, { reason: 'no-connector' });
    const measured = mergeMeasurements(results.map(({ connector, value }) => ({ connector, ...value })));
    assertUnchanged(before, valuesOf(await this.describe({}, options)));
    const missing = unmeasured(measured, metrics);
    if (missing.length > 0) this.#logger.warn(`No connector measures ${missing.map((each) => `"${each}"`).join(', ')}`);
    return measured;
  }

  /**
   * Applies settings and answers the resulting description.
   *
   * @throws {@link AdjustmentRejectedError} when the target cannot run with them; the previous ones are in force again.
   */
  async adjust(
    input: Pick<AdjustInput, 'adjustments'> & Partial<AdjustInput>,
    { consent, ...options }: AdjustOptions = {},
  ): Promise<Description> {
    if (!this.#roster.bus.handles('adjust'))
      throw new AdjustmentRejectedError(`No connector of the servo "${this.name}" adjusts`, { reason: 'no-connector' });
    const { adjustments, restores } = input;
    const order = { adjustments, control: input.control ?? control(), ...(restores && { restores }) };
    return this.#changes.make({
      adjustments,
      commandUid: options.scope?.commandUid,
      signal: options.signal,
      describe: () => this.describe({}, options),
      consent,
      apply: () => this.#ask('adjust', order, options),
    });
  }

  /** Runs the readiness checks of the connectors. */
  async check(
    input: CheckInput = {},
    { connectors: answering, ...options }: PartialOperationOptions = {},
  ): Promise<readonly (EventResult<'check'> | EventFailure<'check'>)[]> {
    const { results, cancelled } = await this.#roster.send('check', input, { ...options, answering, settle: true });
    options.signal?.throwIfAborted();
    if (cancelled) throw cancelled;
    return results.map((each) => ('value' in each ? { ...each, value: each.value.map(maskedCheck) } : each));
  }

  /**
   * Carries out a command that a connector brings.
   *
   * @throws {@link ServoError} `CONNECTOR_NOT_FOUND`, or `CONNECTOR_COMMAND_MISSING` when its class has none of that name.
   */
  async command(name: string, options: ConnectorCommandOptions): Promise<ConnectorCommandResult> {
    return this.#roster.command(name, options);
  }

  /** Takes the values in force for good: they will not be taken back. */
  async promote(options: OperationOptions = {}): Promise<void> {
    await this.#ask('promote', undefined, options);
    await this.#changes.promote();
  }

  /** The values that {@link Servo.restore} would bring back; `undefined` when there is nothing to take back. */
  async restorePoint(): Promise<SettingValues | undefined> {
    return this.#changes.restorePoint();
  }

  /**
   * Brings back the values from before the first change that was neither restored nor promoted, and answers them.
   *
   * @throws {@link ServoError} `RESTORE_INCOMPLETE` when some are of what no connector has any more; the others are back.
   */
  async restore(options: OperationOptions = {}): Promise<SettingValues | undefined> {
    return this.#changes.restore({
      describe: () => this.describe({}, options),
      adjust: (adjustments) => this.adjust({ adjustments, restores: true }, options),
    });
  }

  /** Has the connectors take away what a run that was killed left behind beside the settings; answers what, in lines. */
  async cleanUp(options: OperationOptions = {}): Promise<readonly string[]> {
    const results = await this.#ask('cleanup', undefined, options);
    return results.flatMap(({ value }) => value);
  }

  /** Stops what runs, detaches and disposes every connector, and closes the journal. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
    await this.#roster[Symbol.asyncDispose]();
    await this.#changes[Symbol.asyncDispose]();
  }

  async #ask<E extends EventName>(
    event: E,
    input: EventInput<E>,
    options: SendOptions,
  ): Promise<readonly EventResult<E>[]> {
    const { results, cancelled } = await this.#roster.send(event, input, options);
    if (cancelled) throw cancelled;
    return results.filter((result): result is EventResult<E> => 'value' in result);
  }
}

/** Returns the metrics that were asked for and of which nothing is said. */
function unmeasured({ readings, absent = [] }: Measurement, asked: readonly string[] = []): readonly string[] {
  const known = new Set([...readings.map(({ metric }) => metric.name), ...absent.map(({ metric }) => metric)]);
  return asked.filter((name) => !known.has(name));
}

/** Numbers are credited to settings that were in force all the time, and to no others. */
function assertUnchanged(before: SettingValues, now: SettingValues): void {
  const gone = differences(before, now).filter(({ component, setting }) => !(`${component}.${setting}` in now));
  const changed = [...differences(now, before), ...gone];
  if (changed.length === 0) return;
  throw new MeasurementFailedError(
    `Settings were changed from outside while measuring: ${formatAdjustments(changed)}`,
    { reason: 'inconclusive' },
  );
}
