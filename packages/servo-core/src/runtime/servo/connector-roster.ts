import type { ServoView, AssemblyView } from '../../connector/current-context.js';
import type { ConnectorClass } from '../../connector/connector-class.js';
import type { ConnectorHost } from '../../connector/connector-host.js';
import { assertConnectorName } from '../../connector/connector-name.js';
import { ServoError } from '../../errors/servo-error.js';
import { EventBus, type SendOptions } from '../dispatch/event-bus.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';
import { mountConnector } from './mount-connector.js';

/** A connector to add to a servo, with its validated configuration. */
export interface ConnectorSpec<Config = unknown> {
  /** Its name in the servo; the key in servo.yaml. */
  readonly name: string;
  readonly type: ConnectorClass<Config>;
  readonly config: Config;
}

/** What a {@link ConnectorRoster} is made of: what every connector is given, and where they belong. */
export interface RosterOptions extends Omit<ConnectorHost, 'name' | 'config' | 'dispatch'> {
  readonly servo: ServoView;
  readonly assembly?: AssemblyView | undefined;
  /** How long a handler may ignore its abort, in milliseconds. */
  readonly patience?: number | undefined;
}

/** The connectors of a servo and the bus between them: they come, go, and are made anew when one is lost. */
export class ConnectorRoster implements AsyncDisposable {
  readonly bus: EventBus;
  readonly #options: RosterOptions;
  readonly #specs = new Map<string, ConnectorSpec>();

  constructor(options: RosterOptions) {
    this.#options = options;
    const { clock, logger, servo, assembly, patience } = options;
    const onAbandoned = (connector: string): void => this.#rebuild(connector);
    this.bus = new EventBus({
      clock,
      logger,
      servo,
      assembly,
      onAbandoned,
      ...(patience !== undefined && { patience }),
    });
  }

  /** The names of the connectors, in order. */
  get names(): readonly string[] {
    return this.bus.connectors.map(({ name }) => name);
  }

  /** Adds a connector and attaches it; starts it where the servo runs. One that fails on the way is not added. */
  async add(
    spec: ConnectorSpec,
    { running, signal }: { running: boolean; signal: AbortSignal | undefined },
  ): Promise<void> {
    const { name } = spec;
    assertConnectorName(name);
    if (this.#specs.has(name))
      throw new ServoError(
        'CONNECTOR_NAME_TAKEN',
        `The servo "${this.#options.servo.name}" already has a connector "${name}"`,
      );
    const mounted = this.#mount(spec);
    this.#specs.set(name, spec);
    try {
      this.bus.connectors = [...this.bus.connectors, mounted];
      await this.bus.send('attach', undefined, { include: [name], signal });
      if (running) await this.bus.send('startup', undefined, { include: [name], phases: ['on'], signal });
    } catch (error) {
      await this.#discard(mounted);
      throw error;
    }
  }

  /** Stops a connector where the servo runs, detaches it and disposes it. */
  async remove(name: string, { running }: { running: boolean }): Promise<void> {
    const mounted = this.bus.connectors.find((each) => each.name === name);
    if (!mounted)
      throw new ServoError(
        'CONNECTOR_NOT_FOUND',
        `The servo "${this.#options.servo.name}" has no connector "${name}"`,
        {
          hint: `It has ${this.names.join(', ') || 'none'}.`,
        },
      );
    if (running) await this.tell('shutdown', { include: [name], phases: ['on'] });
    await this.tell('detach', { include: [name] });
    await this.#discard(mounted);
  }

  /** Sends an event that everybody is to get; failures are logged. */
  async tell(event: 'shutdown' | 'detach', options: SendOptions): Promise<void> {
    const { results } = await this.bus.send(event, undefined, { ...options, settle: true });
    for (const result of results)
      if ('error' in result)
        this.#options.logger.error(`Connector "${result.connector}" failed in ${event}: ${result.error.message}`);
  }

  /** Detaches and disposes every connector. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.tell('detach', {});
    await Promise.all(this.bus.connectors.map((mounted) => this.#dispose(mounted)));
    this.bus.connectors = [];
    this.#specs.clear();
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
    });
  }

  #rebuild(name: string): void {
    const spec = this.#specs.get(name);
    const lost = this.bus.connectors.find((each) => each.name === name);
    if (!spec || !lost) return;
    this.#options.logger.warn(`Connector "${name}" is made anew: its handler did not end`);
    const fresh = this.#mount(spec);
    this.bus.connectors = this.bus.connectors.map((each) => (each === lost ? fresh : each));
    void this.#dispose(lost);
  }

  async #discard(mounted: MountedConnector): Promise<void> {
    this.#specs.delete(mounted.name);
    this.bus.connectors = this.bus.connectors.filter((each) => each !== mounted);
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
