import type { Logger } from '../logging/logger.js';
import type { Check } from '../model/check.js';
import type { Reading } from '../model/measurement.js';
import type { Clock } from '../time/clock.js';
import type { Dispatch } from './dispatch.js';
import type { EventName, Phase } from './event-map.js';

/** What every handler is given beside its input. Its functions need no `this`: take them out as you like. */
export interface EventContext<E extends EventName = EventName> {
  readonly event: E;
  readonly phase: Phase;
  /** The optimizer's id of the command that this is part of. */
  readonly commandUid?: string | undefined;
  /** Aborts when the work is no longer wanted; a handler that ignores it for 10 s is abandoned. */
  readonly signal: AbortSignal;
  /** When the work must be done, on the monotonic clock in milliseconds; absent where there is no limit. */
  readonly deadline?: number | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Says how far the work is, in percent. Call it at least once a minute: an optimizer takes silence for a loss. */
  readonly progress: (percent: number, message?: string) => void;
  /** Hands over a reading while the measuring still runs. */
  readonly report: (reading: Reading) => void;
  /** Hands over a check as soon as it ran; `runChecks()` does so. Absent where nobody listens. */
  readonly checked?: ((check: Check) => void) | undefined;
  /**
   * Throws when this handler has lost its right to act: when it is waited for no longer. Call it before each write to the
   * target. An abort alone does not take that right, so that what was begun can be taken back.
   */
  readonly guard: () => void;
  /** Ends the event before it is carried out; for `before` handlers. */
  readonly cancel: (reason: string) => never;
  /** Sends another event to the connectors of this servo. */
  readonly dispatch: Dispatch;
}
