import { type AssemblyView, currentContext, type ServoView } from '../../connector/current-context.js';
import type { ConnectorHost } from '../../connector/connector-host.js';
import type { ConnectorCommandResult } from '../../connector/connector-command.js';
import type { ConnectorSpec } from '../../connector/connector-spec.js';
import { assertConnectorName } from '../../connector/connector-name.js';
import { ServoError } from '../../errors/servo-error.js';
import type { EventInput, EventName } from '../../events/event-map.js';
import { EventBus } from '../dispatch/event-bus.js';
import type { SendOptions, Sent } from '../dispatch/send.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';
import { TelemetryBag } from '../telemetry/telemetry-bag.js';
import { ConnectorLife } from './connector-life.js';
import { mountConnector } from './mount-connector.js';
import { type ConnectorCommandOptions, callConnectorCommand } from './call-connector-command.js';
import { type Telling, tellConnectors } from './tell-connectors.js';

/** What a {@link ConnectorRoster} is made of: what every connector is given, and where they belong. */
export interface RosterOptions extends Omit<ConnectorHost, 'name' | 'config' | 'dispatch' | 'telemetry'> {
  readonly servo: ServoView;
  readonly assembly?: AssemblyView | undefined;
  /** How long a handler may ignore its abort, in milliseconds. */
  readonly patience?: number | undefined;
  /** Whether the servo is between startup and shutdown. */
  readonly running: () => boolean;
}

/** The connectors of a servo and the bus between them: they come, go, and are made anew when one is lost. */
export class ConnectorRoster implements AsyncDisposable {
  readonly bus: EventBus;
  readonly #options: RosterOptions;
  readonly #lives = new Map<string, ConnectorLife>();
  readonly #facts = new TelemetryBag();
  #rebuilding: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: RosterOptions) {
    this.#options = options;
    const { clock, logger, servo, assembly, patience } = options;
    const onAbandoned = (connector: string): void => {
      this.#rebuilding = this.#rebuilding.then(() => this.#lives.get(connector)?.rebuild());
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
    return this.#facts.facts;
  }

  /** The names of the connectors, in order. */
  get names(): readonly string[] {
    return this.bus.connectors.map(({ name }) => name);
  }

  /** Adds a connector and attaches it; starts it where the servo runs. One that fails on the way is not added. */
  async add(spec: ConnectorSpec, signal?: AbortSignal): Promise<void> {
    const { name } = spec;
    assertConnectorName(name);
    this.#assertVacant(name);
    const life = this.#begin(spec, this.#caller());
    try {
      await life.come(signal);
    } catch (error) {
      await life.end();
      throw error;
    }
  }

  /** Resolves when no connector is being made anew. */
  async settled(): Promise<void> {
    await this.#rebuilding;
  }

  /**
   * Stops a connector where the servo runs, detaches it and disposes it, after those that it added. A connector that is
   * on its own way in or out does not wait for what waits for it: the other one goes as soon as that has ended.
   */
  async remove(name: string): Promise<void> {
    const { life } = this.#found(name);
    const caller = this.#caller();
    const entangled = caller?.busy && (life.busy || life.holds(caller));
    const gone = life.end();
    if (!entangled) await gone;
  }

  /** Carries out a command that a connector brings. */
  async command(name: string, { connector, ...rest }: ConnectorCommandOptions): Promise<ConnectorCommandResult> {
    const { servo, assembly } = this.#options;
    const { mounted } = this.#found(connector);
    return callConnectorCommand(mounted, name, { ...rest, current: { servo, assembly } });
  }

  /** Sends an event to the connectors that are there for it: not to one that is on its way in or out. */
  async send<E extends EventName>(event: E, input: EventInput<E>, options: SendOptions): Promise<Sent<E>> {
    await this.settled();
    const absent = this.#names((life) => !life.ready);
    if (absent.length === 0) return this.bus.send(event, input, options);
    return this.bus.send(event, input, { ...options, exclude: [...(options.exclude ?? []), ...absent] });
  }

  /** Makes the connectors that are not there, in order, and attaches them; throws what the first of them fails with. */
  async attach(signal?: AbortSignal): Promise<void> {
    await this.settled();
    for (const life of this.#lives.values()) await life.come(signal);
  }

  /** Starts the connectors that are attached; one that is still being attached is started after that. */
  async startup(signal?: AbortSignal): Promise<void> {
    const include = this.#names((life) => life.claimStartup());
    await this.bus.send('startup', undefined, { include, phases: ['on'], signal });
  }

  /** Stops the connectors that were started. */
  async shutdown(signal?: AbortSignal): Promise<void> {
    await this.#settleComing('is being shut down');
    const include = this.#names((life) => life.claimShutdown());
    await tellConnectors(this.#telling, 'shutdown', { include, phases: ['on'], signal });
  }

  /** Detaches and disposes every connector; {@link attach} makes them anew, but for those that others added. */
  async detach(signal?: AbortSignal): Promise<void> {
    await this.#settleComing('is being detached');
    const include = this.#names((life) => life.claimDetach());
    await tellConnectors(this.#telling, 'detach', { include, signal });
    await this.settled();
    const lives = [...this.#lives.values()];
    await Promise.all(lives.map((life) => life.rest()));
    // the parent's next instance adds them anew
    await Promise.all(lives.flatMap(({ children }) => [...children]).map((child) => child.end()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.detach();
    this.#lives.clear();
  }

  get #telling(): Telling {
    return { ...this.#options, bus: this.bus };
  }

  /** The connector in whose handler the running code is. */
  #caller(): ConnectorLife | undefined {
    const { servo, connector } = currentContext();
    return connector !== undefined && servo === this.#options.servo ? this.#lives.get(connector) : undefined;
  }

  #names(matching: (life: ConnectorLife) => boolean): readonly string[] {
    return [...this.#lives.values()].filter(matching).map(({ name }) => name);
  }

  /** Nothing may be on its way when the whole servo is told: what still comes is aborted. */
  async #settleComing(what: string): Promise<void> {
    const reason = new ServoError('SERVO_ENDING', `The servo "${this.#options.servo.name}" ${what}`);
    await Promise.all([...this.#lives.values()].map((life) => life.settle(reason)));
    await this.settled();
  }

  #assertVacant(name: string): void {
    const { servo } = this.#options;
    if (this.#disposed)
      throw new ServoError('SERVO_ENDING', `The servo "${servo.name}" has ended: "${name}" cannot be added to it`);
    if (this.#lives.has(name))
      throw new ServoError('CONNECTOR_NAME_TAKEN', `The servo "${servo.name}" already has a connector "${name}"`);
  }

  #found(name: string): { readonly life: ConnectorLife; readonly mounted: MountedConnector } {
    const life = this.#lives.get(name);
    if (life?.mounted) return { life, mounted: life.mounted };
    throw new ServoError('CONNECTOR_NOT_FOUND', `The servo "${this.#options.servo.name}" has no connector "${name}"`, {
      hint: `It has ${this.names.join(', ') || 'none'}.`,
    });
  }

  #begin({ name, type, config }: ConnectorSpec, parent: ConnectorLife | undefined): ConnectorLife {
    const { clock, env, cwd, stateDir, otherServo, logger: all, running } = this.#options;
    const { dispatch } = this.bus;
    const logger = all.child({ connector: name });
    const host = { name, config, clock, env, cwd, stateDir, otherServo, dispatch, logger };
    const life = new ConnectorLife({
      ...this.#telling,
      name,
      running,
      facts: this.#facts,
      make: (telemetry) => mountConnector(type, { ...host, telemetry }),
      onEnd: () => {
        this.#lives.delete(name);
        parent?.children.delete(life);
      },
    });
    this.#lives.set(name, life);
    parent?.children.add(life);
    return life;
  }
}
