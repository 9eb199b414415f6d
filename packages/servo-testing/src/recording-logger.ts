import type { LogFields, Logger } from '@servo/core';

/** The levels of a {@link Logger}. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'critical';

/** One message that was logged. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** The fields of the message and of the child loggers that it came through. */
  readonly fields: LogFields;
}

/** A logger that remembers; its children write to the same list. */
export interface RecordingLogger extends Logger {
  readonly entries: readonly LogEntry[];
  /** Returns the messages, of one level or of all. */
  messages(level?: LogLevel): readonly string[];
  child(fields: LogFields): RecordingLogger;
}

/**
 * Makes a logger that remembers what was logged.
 *
 * @example
 * const logger = recordingLogger();
 * logger.child({ connector: 'trace' }).warn('slow', { ms: 900 });
 * logger.entries; // [{ level: 'warn', message: 'slow', fields: { connector: 'trace', ms: 900 } }]
 */
export function recordingLogger(): RecordingLogger {
  return recorder([], {});
}

function recorder(entries: LogEntry[], base: LogFields): RecordingLogger {
  const record =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void =>
      void entries.push({ level, message, fields: { ...base, ...fields } });
  return {
    entries,
    messages: (level) => entries.filter((entry) => !level || entry.level === level).map(({ message }) => message),
    trace: record('trace'),
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
    critical: record('critical'),
    child: (fields) => recorder(entries, { ...base, ...fields }),
  };
}
