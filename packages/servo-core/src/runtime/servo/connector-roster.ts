import { type AssemblyView, contextStorage, currentContext, type ServoView } from '../../connector/current-context.js';
import type { ConnectorHost } from '../../connector/connector-host.js';
import type { CommandResult } from '../../connector/connector-command.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';
import { assertConnectorName } from '../../connector/connector-name.js';
import { ServoError } from '../../errors/servo-error.js';
import { deadline } from '../../time/deadline.js';
import { EventBus, type SendOptions } from '../dispatch/event-bus.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';
import { TelemetryBag } from '../telemetry/telemetry-bag.js';
import { mountConnector } from './mount-connector.js';
import { type CommandOptions, runConnectorCommand } from './run-connector-command.js';

/** What a {@link ConnectorRoster} is made of: what every connector is given, and where they belong. */
export interface RosterOptions extends Omit<ConnectorHost, 'name' | 'config' | 'dispatch' | 'telemetry'> {
  readonly servo: ServoView;
  readonly assembly?: AssemblyView | undefined;
  /** How long a handler may ignore its abort, in milliseconds. */
  readonly patience?: number | undefined;
  /** Whether the servo is between startup and shutdown. */
  readonly running: () => boolean;
}

// How long the end of a connector may take before it is aborted, or waited for no longer, in milliseconds.
const closingLimit = 10_000;

/** The connectors of a servo and the bus between them: they come, go, and are made anew when one is lost. */
export class ConnectorRoster implements AsyncDisposable {
  readonly bus: EventBus;
  readonly #options: RosterOptions;
  readonly #specs = new Map<string, ConnectorSpec>();
  /** Which connector added which. */
  readonly #parents = new Map<string, string>();
  readonly #leaving = new Set<string>();
  readonly #telemetry = new TelemetryBag();
  #rebuilding: Promise<void> = Promise.resolve();

  constructor(options: RosterOptions) {
    this.#options = options;
    const { clock, logger, servo, assembly, patience } = options;
    const onAbandoned = (connector: string): void => {
      this.#rebuilding = this.#rebuilding.then(() => this.#rebuild(connector));
    };
    this.bus = new EventBus({
      clock,
      logger,
      servo,
      assembly,
      onAbandoned,
      ...(patience !== undefined && { patience }),
    });
  }

  /** What the connectors tell the optimizer of. */
  get telemetry(): Readonly<Record<string, string>> {
    return this.#telemetry.facts;
  }

  /** The names of the connectors, in order. */
  get names(): readonly string[] {
    return this.bus.connectors.map(({ name }) => name);
  }

  /** Adds a connector and attaches it; starts it where the servo runs. One that fails on the way is not added. */
  async add(spec: ConnectorSpec, signal?: AbortSignal): Promise<void> {
    const { name } = spec;
    assertConnectorName(name);
    if (this.#specs.has(name))
      throw new ServoError(
        'CONNECTOR_NAME_TAKEN',
        `The servo "${this.#options.servo.name}" already has a connector "${name}"`,
      );
    const { servo, connector } = currentContext();
    this.#specs.set(name, spec);
    if (connector !== undefined && servo === this.#options.servo) this.#parents.set(name, connector);
    try {
      await contextStorage.exit(() => this.#bringNew(spec, signal)); // the parent's events are not the child's
    } catch (error) {
      this.#forget(name);
      throw error;
    }
  }

  /** Resolves when no connector is being made anew. */
  async settled(): Promise<void> {
    await this.#rebuilding;
  }

  /** Stops a connector where the servo runs, detaches it and disposes it, after those that it added. */
  async remove(name: string): Promise<void> {
    if (this.#leaving.has(name)) return; // as its own end may ask for
    await this.settled();
    await this.#end(this.#found(name));
  }

  /** Carries out a command that a connector brings. */
  async command(name: string, { connector, ...rest }: CommandOptions): Promise<CommandResult> {
    const { servo, assembly } = this.#options;
    return runConnectorCommand(this.#found(connector), name, { ...rest, current: { servo, assembly } });
  }

  /** Sends an event that everybody is to get; failures are logged, and who takes too long is aborted. */
  async tell(event: 'shutdown' | 'detach', options: SendOptions): Promise<void> {
    const reason = (): ServoError =>
      new ServoError('SHUTDOWN_TIMEOUT', `"${event}" took longer than ${closingLimit / 1_000}s`);
    using limit = deadline(closingLimit, { clock: this.#options.clock, signal: options.signal, reason });
    const { results } = await this.bus.send(event, undefined, { ...options, signal: limit.signal, settle: true });
    for (const result of results)
      if ('error' in result) this.#complain(result.connector, `failed in ${event}`, result.error);
  }

  /** Makes the connectors that are not there, in order, and attaches them; throws what the first of them fails with. */
  async attach(signal?: AbortSignal): Promise<void> {
    await this.settled();
    for (const spec of this.#specs.values()) if (!this.#mounted(spec.name)) await this.#bringNew(spec, signal);
  }

  /** Detaches and disposes every connector; {@link attach} makes them anew. */
  async detach(options: SendOptions = {}): Promise<void> {
    await this.settled();
    await this.tell('detach', options);
    await this.settled();
    await Promise.all(this.bus.connectors.map((mounted) => this.#dispose(mounted)));
    this.bus.connectors = [];
    for (const child of this.#parents.keys()) this.#forget(child); // the parent's next instance adds it anew
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.detach();
    this.#specs.clear();
  }

  async #end(mounted: MountedConnector): Promise<void> {
    const { name } = mounted;
    this.#leaving.add(name);
    try {
      await this.#endChildren(name);
      await contextStorage.exit(() => this.#takeLeave(name)); // whoever asks may be in the middle of an event
      this.#forget(name);
      await this.#dismount(mounted);
    } finally {
      this.#leaving.delete(name);
    }
  }

  async #takeLeave(name: string): Promise<void> {
    if (this.#options.running()) await this.tell('shutdown', { include: [name], phases: ['on'] });
    await this.tell('detach', { include: [name] });
  }

  async #endChildren(parent: string): Promise<void> {
    const children = [...this.#parents].filter(([, by]) => by === parent).map(([child]) => this.#mounted(child));
    for (const child of children) if (child) await this.#end(child);
  }

  #forget(name: string): void {
    this.#specs.delete(name);
    this.#parents.delete(name);
  }

  #found(name: string): MountedConnector {
    const mounted = this.#mounted(name);
    if (mounted) return mounted;
    throw new ServoError('CONNECTOR_NOT_FOUND', `The servo "${this.#options.servo.name}" has no connector "${name}"`, {
      hint: `It has ${this.names.join(', ') || 'none'}.`,
    });
  }

  #mounted(name: string): MountedConnector | undefined {
    return this.bus.connectors.find((each) => each.name === name);
  }

  async #bringNew(spec: ConnectorSpec, signal?: AbortSignal): Promise<void> {
    const mounted = this.#mount(spec);
    try {
      this.bus.connectors = [...this.bus.connectors, mounted];
      await this.#bring(spec.name, signal);
    } catch (error) {
      await this.#dismount(mounted);
      throw error;
    }
  }

  async #bring(name: string, signal?: AbortSignal): Promise<void> {
    await this.bus.send('attach', undefined, { include: [name], signal });
    if (this.#options.running()) await this.bus.send('startup', undefined, { include: [name], phases: ['on'], signal });
  }

  #mount({ name, type, config }: ConnectorSpec): MountedConnector {
    const { clock, env, cwd, stateDir, logger } = this.#options;
    const { dispatch } = this.bus;
    return mountConnector(type, {
      name,
      config,
      clock,
      env,
      cwd,
      stateDir,
      dispatch,
      logger: logger.child({ connector: name }),
      telemetry: this.#telemetry.of(name),
    });
  }

  /** Makes a connector anew, brought to where the lost one was. Outside of the dispatch that lost it. */
  async #rebuild(name: string): Promise<void> {
    const spec = this.#specs.get(name);
    const lost = this.#mounted(name);
    if (!spec || !lost) return;
    this.#options.logger.warn(`Connector "${name}" is made anew: its handler did not end`);
    await this.#endChildren(name);
    await this.#dispose(lost);
    try {
      const fresh = this.#mount(spec);
      this.bus.connectors = this.bus.connectors.map((each) => (each === lost ? fresh : each));
      await contextStorage.exit(() => this.#bring(name));
    } catch (error) {
      this.#complain(name, 'could not be made anew', error);
    }
  }

  async #dismount(mounted: MountedConnector): Promise<void> {
    this.bus.connectors = this.bus.connectors.filter((each) => each !== mounted);
    await this.#dispose(mounted);
  }

  async #dispose({ name, instance }: MountedConnector): Promise<void> {
    const { clock } = this.#options;
    const done = new AbortController();
    try {
      const late = clock.sleep(closingLimit, { signal: done.signal }).then(() => {
        throw new ServoError('SHUTDOWN_TIMEOUT', `It took longer than ${closingLimit / 1_000}s`);
      });
      late.catch(() => {}); // closed in time
      // a connector may have one
      await Promise.race([(instance as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.(), late]);
    } catch (error) {
      this.#complain(name, 'failed to close', error);
    } finally {
      done.abort();
      this.#telemetry.forget(name);
    }
  }

  #complain(connector: string, what: string, error: unknown): void {
    this.#options.logger.error(`Connector "${connector}" ${what}: ${ServoError.from(error).message}`);
  }
}
