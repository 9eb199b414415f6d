/** Facts beside a log message; values that are secrets are masked. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Where log messages go. Connectors get one that already knows the servo and the connector.
 *
 * @example
 * this.logger.info('Attack started', { rate: 60 });
 */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** What ends a servo, or the process. */
  critical(message: string, fields?: LogFields): void;
  /** Returns a logger that adds `fields` to each message. */
  child(fields: LogFields): Logger;
}
