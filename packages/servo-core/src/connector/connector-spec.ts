import type { ConnectorClass } from './connector-class.js';

/** A connector to add to a servo, with its configuration as its schema gives it. */
export interface ConnectorSpec<Config = unknown> {
  /** Its name in the servo; the key in servo.yaml. */
  readonly name: string;
  readonly type: ConnectorClass<Config>;
  readonly config: Config;
}
