import { createRequire } from 'node:module';
import type { Logger as Pino, LoggerOptions } from 'pino';
import { currentContext } from '../../connector/current-context.js';
import type { LogFields, Logger } from '../../logging/logger.js';

/** The levels of log messages, least important first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** From which level on messages are written. */
export type LogLevel = (typeof logLevels)[number];

/** How a {@link pinoLogger} writes. */
export interface PinoLoggerOptions {
  readonly level: LogLevel;
  /** For people: one line each; otherwise JSON. */
  readonly pretty: boolean;
  readonly colors: boolean;
  /**
   * The file descriptor to write to.
   * @default 2, which is standard error
   */
  readonly fd?: number;
}

const load = createRequire(import.meta.url);

/**
 * Writes log messages by pino, which is loaded when the first one is written. Each is attributed to the servo, the
 * connector and the event that the code works for.
 */
export function pinoLogger(options: PinoLoggerOptions): Logger {
  let opened: Pino | undefined;
  const open = (): Pino => (opened ??= openPino(options));
  return loggerWith(open, logLevels.indexOf(options.level), {});
}

function loggerWith(open: () => Pino, threshold: number, bound: LogFields): Logger {
  const at = (level: Exclude<LogLevel, 'silent'>) => {
    if (logLevels.indexOf(level) < threshold) return () => {};
    return (message: string, fields: LogFields = {}) => open()[level]({ ...bound, ...fields }, message);
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => loggerWith(open, threshold, { ...bound, ...fields }),
  };
}

function openPino({ level, pretty, colors, fd = 2 }: PinoLoggerOptions): Pino {
  const { pino } = load('pino') as typeof import('pino'); // CommonJS: loaded at once, where import() would wait
  const settings: LoggerOptions = {
    level,
    base: null, // no pid and host name in each line
    mixin: attribution,
    serializers: { error: pino.stdSerializers.err },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (!pretty) return pino(settings, pino.destination({ fd, sync: true }));
  const prettify = load('pino-pretty') as typeof import('pino-pretty'); // as above
  const format = { colorize: colors, singleLine: true, translateTime: 'SYS:HH:MM:ss.l' };
  return pino(settings, prettify({ ...format, destination: fd, sync: true }));
}

function attribution(): LogFields {
  const { servo, connector, event } = currentContext();
  return {
    ...(servo && { servo: servo.name }),
    ...(connector && { connector }),
    ...(event && { event: event.phase === 'on' ? event.event : `${event.phase}:${event.event}` }),
  };
}
