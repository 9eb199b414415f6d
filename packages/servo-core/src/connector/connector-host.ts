import type { Dispatch } from '../events/dispatch.js';
import type { Logger } from '../logging/logger.js';
import type { Telemetry } from './telemetry.js';
import type { Clock } from '../time/clock.js';

/** What the runtime gives a connector when it makes one. Grows only by optional members. */
export interface ConnectorHost<Config = unknown> {
  /** The connector's key in servo.yaml. */
  readonly name: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The environment of the servo, read-only. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of servo.yaml; relative paths of a configuration start here. */
  readonly cwd: string;
  /** A folder for what must survive a restart; it may not exist yet. */
  readonly stateDir: string;
  /** Sends an event to the connectors of the servo. */
  readonly dispatch: Dispatch;
  /**
   * The id of the servo process that works on the same state, where this one, as `servo check` may, only looks: what that
   * one has started is looked at, and nothing is started or changed.
   */
  readonly otherServo?: number | undefined;
  /** Where facts go that the optimizer is told of; absent where nobody is told. */
  readonly telemetry?: Telemetry;
}
