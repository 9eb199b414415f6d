import type { Duration } from '../time/duration.js';
import type { Severity } from './severity.js';

/** The outcome of one readiness probe, or its announcement before it ran. */
export interface Check {
  readonly name: string;
  /** Stable: the name of the method that was decorated, else {@link checkId} of the name. */
  readonly id: string;
  readonly description?: string | undefined;
  readonly severity: Severity;
  /** Lower-case words of letters, digits, dots and dashes. */
  readonly tags?: readonly string[] | undefined;
  /** Absent until it ran. */
  readonly success?: boolean | undefined;
  readonly message?: string | undefined;
  /** What the operator can do. */
  readonly hint?: string | undefined;
  /** Repairs the cause; run only when the operator asks for it. */
  readonly remedy?: ((signal: AbortSignal) => Promise<void>) | undefined;
  readonly error?: Error | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly runAt?: number | undefined;
  readonly runtime?: Duration | undefined;
}

/** Whether a check lets the servo go on: it succeeded, or only warns. */
export function checkPassed({ success, severity }: Check): boolean {
  return success === true || severity === 'warning';
}

/** The id of a check that has only a name: the first 8 hex digits of the name's SHA-256. */
export function checkId(name: string): string {
  // fetched when it is first needed: to import it takes a third of the time that this package takes
  return process.getBuiltinModule('node:crypto').hash('sha256', name).slice(0, 8);
}
