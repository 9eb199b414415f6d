import type { ConfigSchema, InferConfig } from '../config/config-schema.js';
import type { ConnectorPort } from '../events/connector-port.js';
import type { Dispatch } from '../events/dispatch.js';
import type { Logger } from '../logging/logger.js';
import { brandConnector, hasConnectorBrand } from './connector-brand.js';
import type { ConnectorHost } from './connector-host.js';

/** What a connector with a configuration extends: the result of `Connector.with(schema)`. */
export interface ConnectorBase<S extends ConfigSchema> {
  new (host: ConnectorHost<InferConfig<S>>): Connector<InferConfig<S>>;
  readonly config: S;
}

/**
 * The base of all connectors. Extend `Connector.with(schema)` to be configured, or `Connector` itself.
 *
 * The constructor does no I/O: resources are opened in `startup` or when they are first needed, and closed in `shutdown`
 * or `[Symbol.asyncDispose]`, which is always called, also after a start that failed half-way.
 *
 * @example
 * export class PingConnector extends Connector.with(z.strictObject({ url: z.url() })) {
 *   @on('metrics') metrics() {
 *     return [metric('up')];
 *   }
 *   @on('measure') async measure(_: MeasureInput, { signal, clock }: EventContext) {
 *     const { ok } = await fetch(this.config.url, { signal });
 *     return measurement([dataPoint(metric('up'), clock.now(), ok ? 1 : 0)]);
 *   }
 * }
 */
export abstract class Connector<Config = Readonly<Record<never, never>>> implements ConnectorPort {
  /** The schema of the configuration. */
  // any: a static member cannot name the class's type parameter, and every schema must be assignable here
  static readonly config: ConfigSchema<any> | undefined;
  readonly host: ConnectorHost<Config>;

  constructor(host: ConnectorHost<Config>) {
    this.host = host;
  }

  /** The connector's key in servo.yaml. */
  get name(): string {
    return this.host.name;
  }

  get config(): Config {
    return this.host.config;
  }

  get logger(): Logger {
    return this.host.logger;
  }

  get dispatch(): Dispatch {
    return this.host.dispatch;
  }

  /** Returns the base class of a connector with this configuration; `this.config` has the schema's output type. */
  static with<S extends ConfigSchema>(schema: S): ConnectorBase<S> {
    class Configured extends Connector<InferConfig<S>> {
      static override readonly config = schema;
    }
    return Configured;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    if (this !== Connector) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && hasConnectorBrand(value.constructor);
  }
}
brandConnector(Connector);
