import type { ConfigSchema } from '../config/config-schema.js';
import type { Connector } from './connector.js';
import { hasConnectorBrand } from './connector-brand.js';
import type { ConnectorCommands } from './connector-command.js';
import type { ConnectorHost } from './connector-host.js';
import type { EventSchemas } from './event-schemas.js';

/** A class of connectors, as the runtime sees it. */
export interface ConnectorClass<Config = unknown> {
  new (host: ConnectorHost<Config>): Connector<Config>;
  readonly config: ConfigSchema<Config> | undefined;
  readonly checks?: ChecksClass<Config> | undefined;
  readonly events?: EventSchemas | undefined;
  readonly commands?: ConnectorCommands | undefined;
}

/** A class that holds the checks of a larger connector; it is given what the connector is given. */
export type ChecksClass<Config = never> = new (host: ConnectorHost<Config>) => object;

/** Whether a value is a connector class, of this copy of the package or another. */
export function isConnectorClass(value: unknown): value is ConnectorClass {
  return hasConnectorBrand(value);
}
