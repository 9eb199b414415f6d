import type { Check } from '../../model/check.js';
import type { Reading } from '../../model/measurement.js';

/** How far a handler says it is. */
export interface HandlerProgress {
  readonly connector: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly message?: string | undefined;
}

/** What all dispatches that serve one command share. */
export interface DispatchScope {
  readonly commandUid?: string | undefined;
  /** On the monotonic clock, in milliseconds. */
  readonly deadline?: number | undefined;
  readonly onProgress?: ((progress: HandlerProgress) => void) | undefined;
  readonly onCheck?: ((connector: string, check: Check) => void) | undefined;
  readonly onReading?: ((connector: string, reading: Reading) => void) | undefined;
}
