import { brand } from './brand.js';
import { thrownText } from './thrown-text.js';

/** What an error carries besides its code and message. */
export interface ServoErrorOptions {
  /** The failure underneath, kept as `error.cause`. */
  readonly cause?: unknown;
  /** What the reader can do about it, in one sentence. */
  readonly hint?: string | undefined;
  /** Facts for machines; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether the same action may succeed when it is tried again.
   * @default false
   */
  readonly retryable?: boolean;
}

/**
 * The base of all errors that a user of Servo can meet.
 *
 * `code` is stable and listed in `docs/errors.md`; connectors of third parties choose codes of their own. The message is
 * a plain sentence that says what was expected, what came, and where. An error carries what it is given and reads no
 * ambient state; the runtime adds the connector and the handler when it wraps a failure.
 *
 * @example
 * throw new ServoError('TOKEN_EXPIRED', 'The API token expired on 2026-01-31', { hint: 'Create a new one and set ACME_TOKEN.' });
 */
export class ServoError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: ServoErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
  }

  override get name(): string {
    return this.constructor.name;
  }

  /** Returns a `ServoError` as it is and wraps anything else that was thrown under the code `UNEXPECTED`. */
  static from(thrown: unknown): ServoError {
    if (thrown instanceof ServoError) return thrown;
    return new ServoError('UNEXPECTED', thrownText(thrown), { cause: thrown });
  }
}
brand(ServoError, 'servo-error');
