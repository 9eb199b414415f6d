import { createRequire } from 'node:module';
import type { Logger as Pino } from 'pino';
import { currentContext } from '../../connector/current-context.js';
import type { LogFields, Logger } from '../../logging/logger.js';

/** The levels of log messages, least important first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** From which level on messages are written. */
export type LogLevel = (typeof logLevels)[number];

/** How a {@link pinoLogger} writes. */
export interface PinoLoggerOptions {
  readonly level: LogLevel;
  /** For people: one coloured line each; otherwise JSON. */
  readonly pretty: boolean;
  readonly colors: boolean;
}

const require = createRequire(import.meta.url);

/** Writes log messages to standard error by pino, which is loaded when the first message is written. */
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

function openPino({ level, pretty, colors }: PinoLoggerOptions): Pino {
  const { pino } = require('pino') as typeof import('pino'); // CommonJS: loaded at once, where import() would wait
  const settings = { level, base: null, mixin: attribution };
  if (!pretty) return pino(settings, pino.destination({ fd: 2, sync: true }));
  const prettify = require('pino-pretty') as typeof import('pino-pretty'); // as above
  const stream = prettify({ colorize: colors, translateTime: 'SYS:HH:MM:ss.l', destination: 2, sync: true });
  return pino(settings, stream);
}

function attribution(): LogFields {
  const { servo, connector, event } = currentContext();
  return {
    ...(servo && { servo: servo.name }),
    ...(connector && { connector }),
    ...(event && { event: event.phase === 'on' ? event.event : `${event.phase}:${event.event}` }),
  };
}
