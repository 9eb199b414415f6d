import type { ConfigSchema, InferConfig } from '../config/config-schema.js';
import type { Connector } from './connector.js';
import type { ConnectorHost } from './connector-host.js';
import type { EventSchemas } from './event-schemas.js';

const connectorBrand = Symbol.for('@servo/core/connector@1');

/** A class of connectors, as the runtime sees it. */
export interface ConnectorClass<Config = unknown> {
  new (host: ConnectorHost<Config>): Connector<Config>;
  readonly config: ConfigSchema<Config> | undefined;
  readonly checks?: ChecksClass<Config> | undefined;
  readonly events?: EventSchemas | undefined;
}

/** What a connector with a configuration extends: the result of `Connector.with(schema)`. */
export interface ConnectorBase<S extends ConfigSchema> {
  new (host: ConnectorHost<InferConfig<S>>): Connector<InferConfig<S>>;
  readonly config: S;
}

/** A class that holds the checks of a larger connector; it is given what the connector is given. */
export type ChecksClass<Config = never> = new (host: ConnectorHost<Config>) => object;

/** Marks a class as a connector for every copy of this package. Internal: not covered by semver. */
export function brandConnector(type: object): void {
  Object.defineProperty(type, connectorBrand, { value: true }); // not in the type: it would leak into authors' .d.ts
}

/** Whether a value is a connector class, of this copy of the package or another. */
export function isConnectorClass(value: unknown): value is ConnectorClass {
  return typeof value === 'function' && connectorBrand in value;
}
