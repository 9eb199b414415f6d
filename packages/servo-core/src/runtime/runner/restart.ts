import { ServoError } from '../../errors/servo-error.js';

/** What a {@link Restart} says besides its message. */
export interface RestartOptions {
  /** How long to wait before the servo begins again, in milliseconds. @default 0 */
  readonly wait?: number;
  /** Whether the optimizer still listens to this servo. @default true */
  readonly goodbye?: boolean;
}

const revokedWait = 3_600_000;

/** The reason to end what a servo does and to begin anew with a HELLO and new connectors, in the middle of a run. */
export class Restart extends ServoError {
  readonly wait: number;
  readonly goodbye: boolean;

  constructor(message: string, { wait = 0, goodbye = true }: RestartOptions = {}) {
    super('RESTART', message);
    this.wait = wait;
    this.goodbye = goodbye;
  }

  /** The optimizer does not expect what this servo does. */
  static outOfSync(reason: string): Restart {
    return new Restart(`The optimizer is out of step with this servo (${reason})`);
  }

  /** The optimizer knows another servo under this identity: an hour later it may know this one. */
  static revoked(): Restart {
    return new Restart(
      'The optimizer does not accept this servo any more (410): most likely another one runs under its id, and only one may',
      {
        wait: revokedWait,
        goodbye: false,
      },
    );
  }
}
