import { join } from 'node:path';
import type { AssemblyView, ServoView } from '../../connector/current-context.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import { assertConnectorName } from '../../connector/connector-name.js';
import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import { MeasurementFailedError } from '../../errors/measurement-failed-error.js';
import { mostSevereError } from '../../errors/most-severe-error.js';
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
import { EventBus, type SendOptions } from '../dispatch/event-bus.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';
import { Journal } from '../journal/journal.js';
import type { SettingValues } from '../journal/journal-entry.js';
import { checkAdjustments } from './check-adjustments.js';
import { mergeDescriptions } from './merge-descriptions.js';
import { mergeMeasurements } from './merge-measurements.js';
import { mountConnector } from './mount-connector.js';
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
  readonly assembly?: AssemblyView | undefined;
  /** How long a handler may ignore its abort, in milliseconds. */
  readonly patience?: number;
}

/** How an operation of a servo is carried out. */
export interface OperationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly scope?: DispatchScope | undefined;
}

/** A connector to add to a servo, with its validated configuration. */
export interface ConnectorSpec {
  /** Its name in the servo; the key in servo.yaml. */
  readonly name: string;
  readonly type: ConnectorClass;
  readonly config: unknown;
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
  readonly #options: ServoOptions;
  readonly #bus: EventBus;
  readonly #specs = new Map<string, ConnectorSpec>();
  #journal: Promise<Journal> | undefined;
  #initial: SettingValues | undefined;
  #running = false;

  constructor(options: ServoOptions) {
    this.name = options.name;
    this.#options = options;
    const { clock, logger, assembly, patience } = options;
    this.#bus = new EventBus({
      clock,
      logger,
      servo: this,
      assembly,
      ...(patience !== undefined && { patience }),
      onAbandoned: (connector) => this.#rebuild(connector),
    });
    this.dispatch = this.#bus.dispatch;
  }

  /** The names of the connectors, in order. */
  get connectors(): readonly string[] {
    return this.#bus.connectors.map(({ name }) => name);
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
  async addConnector(spec: ConnectorSpec, { signal }: OperationOptions = {}): Promise<void> {
    const { name } = spec;
    assertConnectorName(name);
    if (this.#specs.has(name))
      throw new ServoError('CONNECTOR_NAME_TAKEN', `The servo "${this.name}" already has a connector "${name}"`);
    const mounted = this.#mount(spec);
    this.#specs.set(name, spec);
    try {
      this.#bus.connectors = [...this.#bus.connectors, mounted];
      await this.#bus.send('attach', undefined, { include: [name], signal });
      if (this.#running) await this.#bus.send('startup', undefined, { include: [name], phases: ['on'], signal });
    } catch (error) {
      await this.#discard(mounted);
      throw error;
    }
  }

  /** Stops, detaches and disposes a connector. */
  async removeConnector(name: string): Promise<void> {
    const mounted = this.#bus.connectors.find((each) => each.name === name);
    if (!mounted)
      throw new ServoError('CONNECTOR_NOT_FOUND', `The servo "${this.name}" has no connector "${name}"`, {
        hint: `It has ${this.connectors.join(', ') || 'none'}.`,
      });
    if (this.#running) await this.#tell('shutdown', { include: [name], phases: ['on'] });
    await this.#tell('detach', { include: [name] });
    await this.#discard(mounted);
  }

  /** Begins the loop's time: connectors open what they need. */
  async startup({ signal }: OperationOptions = {}): Promise<void> {
    if (this.#running) throw new ServoError('SERVO_RUNNING', `The servo "${this.name}" is already running`);
    this.#running = true;
    await this.#bus.send('startup', undefined, { phases: ['on'], signal });
  }

  /** Ends the loop's time. Failures are logged: every connector is told. */
  async shutdown(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    await this.#tell('shutdown', { phases: ['on'] });
  }

  /** Asks what can be adjusted, with present values, and what can be measured. */
  async describe(input: Partial<DescribeInput> = {}, options: OperationOptions = {}): Promise<Description> {
    const described = await this.#ask('describe', { control: input.control ?? control() }, options);
    const known = new Set(described.map(({ connector }) => connector));
    const exclude = { ...options, exclude: [...known] };
    const metrics = await this.#ask('metrics', undefined, exclude);
    const components = await this.#ask('components', undefined, exclude);
    const merged = mergeDescriptions([
      ...described.map(({ connector, value }) => ({ connector, ...value })),
      ...metrics.map(({ connector, value }) => ({ connector, components: [], metrics: value })),
      ...components.map(({ connector, value }) => ({ connector, components: value, metrics: [] })),
    ]);
    this.#initial ??= valuesOf(merged);
    return merged;
  }

  /**
   * Measures. The settings are read before and after, so that the numbers are credited to the right ones.
   *
   * @throws {@link MeasurementFailedError} with the reason `inconclusive` when someone changed the settings meanwhile.
   */
  async measure(input: Partial<MeasureInput> = {}, options: OperationOptions = {}): Promise<Measurement> {
    const before = valuesOf(await this.describe({}, options));
    const results = await this.#ask('measure', { ...input, control: input.control ?? control() }, options);
    if (results.length === 0)
      throw new MeasurementFailedError(`No connector of the servo "${this.name}" measures`, { reason: 'no-connector' });
    const measured = mergeMeasurements(results.map(({ connector, value }) => ({ connector, ...value })));
    const changed = differences(valuesOf(await this.describe({}, options)), before);
    if (changed.length === 0) return measured;
    throw new MeasurementFailedError(
      `Settings were changed from outside while measuring: ${formatAdjustments(changed)}`,
      {
        reason: 'inconclusive',
      },
    );
  }

  /**
   * Applies settings and answers the resulting description.
   *
   * @throws {@link AdjustmentRejectedError} when the target cannot run with them; the previous ones are in force again.
   */
  async adjust(
    input: Omit<AdjustInput, 'control'> & Partial<AdjustInput>,
    options: OperationOptions = {},
  ): Promise<Description> {
    const present = await this.describe({}, options);
    const { adjustments } = input;
    if (!this.#bus.handles('adjust'))
      throw new AdjustmentRejectedError(`No connector of the servo "${this.name}" adjusts`, { reason: 'no-connector' });
    checkAdjustments(adjustments, { present, initial: this.#initial ?? {} });
    const journal = await this.#openJournal();
    const values = valuesOf(present);
    const paths = adjustments.map(({ component, setting, value }) => [`${component}.${setting}`, value] as const);
    const before = Object.fromEntries(
      paths.flatMap(([path]) => (values[path] === undefined ? [] : [[path, values[path]]])),
    );
    await journal.intend({ commandUid: options.scope?.commandUid, before, after: Object.fromEntries(paths) });
    try {
      await this.#ask('adjust', { adjustments, control: input.control ?? control() }, options);
      await journal.mark('applied');
    } catch (error) {
      const { error: worst } = mostSevereError(error);
      // a rejection promises the previous values; a cancellation by a `before` handler came before anything was touched
      const untouched =
        worst instanceof AdjustmentRejectedError || (worst instanceof EventCancelledError && !options.signal?.aborted);
      if (untouched) await this.#settle(journal, values); // any other failure leaves the entry open
      throw error;
    }
    const result = await this.describe({}, options);
    await this.#settle(journal, valuesOf(result));
    return result;
  }

  /** Runs the readiness checks of all connectors. */
  async check(
    input: CheckInput = {},
    options: OperationOptions = {},
  ): Promise<readonly (EventResult<'check'> | EventFailure<'check'>)[]> {
    const { results } = await this.#bus.send('check', input, { ...options, settle: true });
    return results;
  }

  /** Takes the values in force for good: they will not be taken back. */
  async promote(options: OperationOptions = {}): Promise<void> {
    await this.#bus.send('promote', undefined, options);
    const journal = await this.#openJournal();
    if (journal.restorePoint) await journal.mark('promoted');
  }

  /** The values that {@link Servo.restore} would bring back; `undefined` when there is nothing to take back. */
  async restorePoint(): Promise<SettingValues | undefined> {
    return (await this.#openJournal()).restorePoint;
  }

  /** Brings back the values from before the first change that was neither restored nor promoted, and answers them. */
  async restore(options: OperationOptions = {}): Promise<SettingValues | undefined> {
    const journal = await this.#openJournal();
    const { restorePoint, unsettled } = journal;
    if (!restorePoint) return undefined;
    const present = valuesOf(await this.describe({}, options));
    this.#initial = { ...present, ...this.#initial, ...restorePoint };
    const adjustments = differences(restorePoint, unsettled ? {} : present);
    if (adjustments.length > 0) await this.adjust({ adjustments }, options);
    if (journal.restorePoint) await journal.mark('restored');
    return restorePoint;
  }

  /** Stops what runs, detaches and disposes every connector, and closes the journal. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
    await this.#tell('detach', {});
    await Promise.all(this.#bus.connectors.map((mounted) => this.#dispose(mounted)));
    this.#bus.connectors = [];
    const journal = await this.#journal?.catch(() => undefined); // it was reported to whoever asked for it
    this.#journal = undefined;
    await journal?.[Symbol.asyncDispose]();
  }

  async #ask<E extends EventName>(
    event: E,
    input: EventInput<E>,
    options: SendOptions,
  ): Promise<readonly EventResult<E>[]> {
    const { results, cancelled } = await this.#bus.send(event, input, options);
    if (cancelled) throw cancelled;
    return results.filter((result): result is EventResult<E> => 'value' in result);
  }

  async #tell(event: 'shutdown' | 'detach', options: SendOptions): Promise<void> {
    const { results } = await this.#bus.send(event, undefined, { ...options, settle: true });
    for (const result of results)
      if ('error' in result)
        this.#options.logger.error(`Connector "${result.connector}" failed in ${event}: ${result.error.message}`);
  }

  async #settle(journal: Journal, inForce: SettingValues): Promise<void> {
    const { restorePoint } = journal;
    const restored = restorePoint && differences(restorePoint, inForce).length === 0;
    await journal.mark(restored ? 'restored' : 'settled');
  }

  #openJournal(): Promise<Journal> {
    this.#journal ??= Journal.open(join(this.#options.stateDir, 'journal.jsonl'), this.#options.clock);
    return this.#journal;
  }

  #mount({ name, type, config }: ConnectorSpec): MountedConnector {
    const { clock, env, cwd, stateDir, logger } = this.#options;
    const host = {
      name,
      config,
      clock,
      env,
      cwd,
      stateDir,
      dispatch: this.dispatch,
      logger: logger.child({ connector: name }),
    };
    return mountConnector(type, host);
  }

  #rebuild(name: string): void {
    const spec = this.#specs.get(name);
    const lost = this.#bus.connectors.find((each) => each.name === name);
    if (!spec || !lost) return;
    this.#options.logger.warn(`Connector "${name}" is made anew: its handler did not end`);
    const fresh = this.#mount(spec);
    this.#bus.connectors = this.#bus.connectors.map((each) => (each === lost ? fresh : each));
    void this.#dispose(lost);
  }

  async #discard(mounted: MountedConnector): Promise<void> {
    this.#specs.delete(mounted.name);
    this.#bus.connectors = this.#bus.connectors.filter((each) => each !== mounted);
    await this.#dispose(mounted);
  }

  async #dispose({ name, instance }: MountedConnector): Promise<void> {
    try {
      await (instance as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.(); // a connector may have one
    } catch (error) {
      this.#options.logger.error(`Connector "${name}" failed to close: ${ServoError.from(error).message}`);
    }
  }
}
