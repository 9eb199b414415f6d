import type { Logger } from '../../logging/logger.js';
import type { Clock } from '../../time/clock.js';
import type { OptimizerClient } from '../optimizer-client/optimizer-client.js';
import type { Consent } from '../servo/reversible-changes.js';
import type { Servo } from '../servo/servo.js';
import type { ServoObserver } from './servo-event.js';

/** What the sessions of a servo are made of. */
export interface ServoSessionOptions {
  readonly servo: Servo;
  readonly client: OptimizerClient;
  /** The optimizer's name, for people. */
  readonly optimizer: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly userAgent: string;
  /** Facts about this servo that the optimizer is told beside those of the connectors; absent where it is told none. */
  readonly telemetry?: Readonly<Record<string, string>> | undefined;
  readonly observe: ServoObserver;
  /** Asked before an adjustment that the optimizer orders is made; a refusal answers it as rejected. */
  readonly consent?: Consent | undefined;
  /**
   * Whether the optimizer is asked what to do. Otherwise the servo is started, and rests until it is stopped.
   * @default true
   */
  readonly poll?: boolean | undefined;
  /** Whether what an interrupted run changed is taken back. */
  readonly onInterrupt: 'restore' | 'keep';
  /** How long the end of a run may take, in milliseconds. */
  readonly grace: number;
}
