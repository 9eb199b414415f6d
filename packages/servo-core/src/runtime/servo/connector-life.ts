import { contextStorage } from '../../connector/current-context.js';
import type { Telemetry } from '../../connector/telemetry.js';
import { ServoError } from '../../errors/servo-error.js';
import type { MountedConnector } from '../dispatch/mounted-connector.js';
import type { TelemetryBag } from '../telemetry/telemetry-bag.js';
import { disposeConnector } from './dispose-connector.js';
import { type Telling, tellConnectors } from './tell-connectors.js';

/** Where a {@link ConnectorLife} takes place. */
export interface LifeOptions extends Telling {
  readonly name: string;
  readonly facts: TelemetryBag;
  /** Makes an instance that tells its facts where it is given. */
  readonly make: (telemetry: Telemetry) => MountedConnector;
  /** Whether the servo is between startup and shutdown. */
  readonly running: () => boolean;
  /** Told once it has ended for good. */
  readonly onEnd: () => void;
}

/** How far a connector has come. */
type Stage = 'absent' | 'coming' | 'attached' | 'started' | 'leaving';

interface Instance {
  readonly mounted: MountedConnector;
  readonly telemetry: Telemetry;
}

/**
 * One connector of a servo, from its making to its end. What is asked of it happens in the order in which it was asked,
 * and it is told of each step once, whether the step is its own or one of the whole servo.
 */
export class ConnectorLife {
  /** Those that it added: they end before it does. */
  readonly children = new Set<ConnectorLife>();
  readonly #options: LifeOptions;
  #stage: Stage = 'absent';
  #here: Instance | undefined;
  #last: Promise<void> = Promise.resolve();
  #steps = 0;
  #coming = new AbortController();
  #end: Promise<void> | undefined;

  constructor(options: LifeOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** The instance that lives now. */
  get mounted(): MountedConnector | undefined {
    return this.#here?.mounted;
  }

  /** Whether it is there for other events than those of its own coming and going. */
  get ready(): boolean {
    return this.#stage === 'attached' || this.#stage === 'started';
  }

  /** Whether it is on its way in or out. */
  get busy(): boolean {
    return this.#steps > 0;
  }

  /** Whether it is the other one, or the other one goes with it. */
  holds(other: ConnectorLife): boolean {
    return this === other || [...this.children].some((child) => child.holds(other));
  }

  /** Makes the connector, attaches it, and starts it where the servo runs; throws what it fails with, and is gone then. */
  async come(signal?: AbortSignal): Promise<void> {
    await this.#next(async () => {
      if (this.#here || this.#end) return;
      try {
        this.#enter(this.#make());
        await this.#arrive(signal);
      } catch (error) {
        await this.#exit();
        throw error;
      }
    });
  }

  /** Ends the instance that was lost in a handler, and brings another one to where it was. */
  async rebuild(): Promise<void> {
    await this.#next(async () => {
      const lost = this.#here;
      if (!lost || this.#end) return;
      const { logger } = this.#options;
      logger.warn(`Connector "${this.name}" is made anew: its handler did not end`);
      await this.#endChildren();
      try {
        const fresh = this.#make();
        await this.#close(lost);
        this.#enter(fresh);
        await this.#arrive();
      } catch (error) {
        logger.error(`Connector "${this.name}" could not be made anew: ${ServoError.from(error).message}`);
        this.#stage = 'attached'; // what is asked of it shall fail visibly
      }
    });
  }

  /** Stops, detaches and closes the connector for good, after those that it added. */
  async end(): Promise<void> {
    this.#end ??= this.#next(async () => {
      await this.#endChildren();
      await this.#exit();
      this.#options.onEnd();
    });
    await this.#end;
  }

  /** Closes the instance once the whole servo was told `detach`; the next {@link come} makes another one. */
  async rest(): Promise<void> {
    await this.#next(() => this.#exit());
  }

  /** Aborts its coming, and waits until what is under way has ended. */
  async settle(reason: Error): Promise<void> {
    this.#coming.abort(reason);
    await this.#last;
  }

  /** Whether it is to be told `startup` by the caller, who must then tell it. */
  claimStartup(): boolean {
    return this.#claim(['attached'], 'started');
  }

  /** Whether it is to be told `shutdown` by the caller, who must then tell it. */
  claimShutdown(): boolean {
    return this.#claim(['started'], 'attached');
  }

  /** Whether it is to be told `detach` by the caller, who must then tell it. */
  claimDetach(): boolean {
    return this.#claim(['attached', 'started'], 'leaving');
  }

  #claim(from: readonly Stage[], to: Stage): boolean {
    if (!from.includes(this.#stage)) return false;
    this.#stage = to;
    return true;
  }

  /** Takes a step after those before it; outside of the event in whose middle it may have been asked for. */
  async #next(step: () => Promise<void>): Promise<void> {
    this.#steps++;
    const taken = this.#last.then(() => contextStorage.exit(step)).finally(() => this.#steps--);
    this.#last = taken.catch(() => {}); // whoever asked for the step is told
    await taken;
  }

  async #endChildren(): Promise<void> {
    await Promise.all([...this.children].map((child) => child.end()));
  }

  #make(): Instance {
    const telemetry = this.#options.facts.of(this.name);
    return { telemetry, mounted: this.#options.make(telemetry) };
  }

  /** Puts an instance in the place of the one before, or behind all others. */
  #enter(instance: Instance): void {
    const { bus } = this.#options;
    const before = this.#here?.mounted;
    this.#here = instance;
    this.#stage = 'coming';
    bus.connectors = before
      ? bus.connectors.map((each) => (each === before ? instance.mounted : each))
      : [...bus.connectors, instance.mounted];
  }

  async #arrive(outer?: AbortSignal): Promise<void> {
    const { bus, running } = this.#options;
    this.#coming = new AbortController();
    const signal = outer ? AbortSignal.any([outer, this.#coming.signal]) : this.#coming.signal;
    const include = [this.name];
    await bus.send('attach', undefined, { include, signal });
    this.#stage = 'attached';
    if (this.#end || !running() || !this.claimStartup()) return;
    await bus.send('startup', undefined, { include, phases: ['on'], signal });
  }

  async #exit(): Promise<void> {
    const here = this.#here;
    if (!here) return;
    const { bus } = this.#options;
    const include = [this.name];
    if (this.claimShutdown()) await tellConnectors(this.#options, 'shutdown', { include, phases: ['on'] });
    if (this.claimDetach()) await tellConnectors(this.#options, 'detach', { include });
    bus.connectors = bus.connectors.filter((each) => each !== here.mounted);
    this.#here = undefined;
    this.#stage = 'absent';
    await this.#close(here);
  }

  async #close({ mounted, telemetry }: Instance): Promise<void> {
    await disposeConnector(mounted, this.#options);
    this.#options.facts.forget(telemetry);
  }
}
