import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';
import type { DestinationStream, Logger as Pino, LoggerOptions } from 'pino';
import { maskRecord } from '../../config/mask-record.js';
import { maskSecrets } from '../../config/mask-secrets.js';
import { currentContext } from '../../connector/current-context.js';
import type { LogFields, Logger } from '../../logging/logger.js';
import { type LogLevel, logLevels } from './log-level.js';

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
  /** Gets every line as well, as JSON. */
  readonly file?: Pick<Writable, 'write'> | undefined;
}

interface OpenedPino {
  readonly pino: Pino<'critical'>;
  /** What of the fields of a message may be shown, as plain data. */
  readonly shown: (fields: LogFields) => object;
}

const load = createRequire(import.meta.url);

/**
 * Writes log messages by pino, which is loaded when the first one is written. Each is attributed to the servo, the
 * connector and the event that the code works for. Secrets are masked: those of the configuration wherever they stand,
 * and what is in headers and fields that carry credentials.
 */
export function pinoLogger(options: PinoLoggerOptions): Logger {
  let opened: OpenedPino | undefined;
  const open = (): OpenedPino => (opened ??= openPino(options));
  return loggerWith(open, logLevels.indexOf(options.level), {});
}

function loggerWith(open: () => OpenedPino, threshold: number, bound: LogFields): Logger {
  const at = (level: Exclude<LogLevel, 'silent'>) => {
    if (logLevels.indexOf(level) < threshold) return () => {};
    return (message: string, fields: LogFields = {}) => {
      const { pino, shown } = open();
      pino[level](shown({ ...bound, ...fields }), maskSecrets(message));
    };
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
    child: (fields) => loggerWith(open, threshold, { ...bound, ...fields }),
  };
}

function openPino(options: PinoLoggerOptions): OpenedPino {
  const { pino } = load('pino') as typeof import('pino'); // CommonJS: loaded at once, where import() would wait
  const settings: LoggerOptions<'critical'> = {
    level: options.level,
    customLevels: { critical: 60 },
    base: null, // no pid and host name in each line
    mixin: attribution,
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  const { file } = options;
  const own = options.pretty ? prettyStream(pino, options) : jsonStream(pino, options);
  const level = 'trace'; // the logger has chosen
  const stream = file
    ? pino.multistream([
        { level, stream: own },
        { level, stream: { write: (line) => file.write(line) } },
      ])
    : own;
  const errorFields = (error: Error): object => pino.stdSerializers.err(error);
  return {
    pino: pino(settings, stream),
    shown: (fields) => maskRecord(fields, { errorFields }) as object, // as it was given one
  };
}

/** Messages that cannot be written, as to a full disk, are lost: a servo must not end for that. */
function jsonStream(pino: typeof import('pino'), { fd = 2 }: PinoLoggerOptions): DestinationStream {
  const stream = pino.destination({ fd, sync: true });
  stream.on('error', () => {});
  return stream;
}

/** Writes as {@link jsonStream} does: the stream that pino-pretty makes closes the descriptor when it cannot write. */
function prettyStream(pino: typeof import('pino'), options: PinoLoggerOptions): DestinationStream {
  const { prettyFactory } = load('pino-pretty') as typeof import('pino-pretty'); // CommonJS, as above
  const { colors: colorize } = options;
  const format = { colorize, singleLine: true, translateTime: 'SYS:HH:MM:ss.l', customLevels: 'critical:60' };
  const pretty = prettyFactory({ ...format, useOnlyCustomProps: false });
  const stream = jsonStream(pino, options);
  return { write: (line) => stream.write(pretty(line)) };
}

function attribution(): LogFields {
  const { servo, connector, event } = currentContext();
  return {
    ...(servo && { servo: servo.name }),
    ...(connector && { connector }),
    ...(event && { event: event.phase === 'on' ? event.event : `${event.phase}:${event.event}` }),
  };
}
