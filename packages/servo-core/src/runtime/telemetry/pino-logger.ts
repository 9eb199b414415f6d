import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';
import type { DestinationStream, Logger as Pino, LoggerOptions } from 'pino';
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

const load = createRequire(import.meta.url);

/**
 * Writes log messages by pino, which is loaded when the first one is written. Each is attributed to the servo, the
 * connector and the event that the code works for. Secrets are masked: those of the configuration wherever they stand, and
 * what is in headers and fields that carry credentials.
 */
export function pinoLogger(options: PinoLoggerOptions): Logger {
  let opened: Pino<'critical'> | undefined;
  const open = (): Pino<'critical'> => (opened ??= openPino(options));
  return loggerWith(open, logLevels.indexOf(options.level), {});
}

function loggerWith(open: () => Pino<'critical'>, threshold: number, bound: LogFields): Logger {
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
    critical: at('critical'),
    child: (fields) => loggerWith(open, threshold, { ...bound, ...fields }),
  };
}

function openPino(options: PinoLoggerOptions): Pino<'critical'> {
  const { pino } = load('pino') as typeof import('pino'); // CommonJS: loaded at once, where import() would wait
  const settings: LoggerOptions<'critical'> = {
    level: options.level,
    customLevels: { critical: 60 },
    base: null, // no pid and host name in each line
    mixin: attribution,
    serializers: { error: pino.stdSerializers.err },
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: maskSecrets },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  const { file } = options;
  const own = options.pretty ? prettyStream(options) : jsonStream(pino, options);
  if (!file) return pino(settings, own);
  const level = 'trace'; // the logger has chosen
  return pino(
    settings,
    pino.multistream([
      { level, stream: own },
      { level, stream: { write: (line) => file.write(line) } },
    ]),
  );
}

/** Messages that cannot be written, as to a full disk, are lost: a servo must not end for that. */
function jsonStream(pino: typeof import('pino'), { fd = 2 }: PinoLoggerOptions): DestinationStream {
  const stream = pino.destination({ fd, sync: true });
  stream.on('error', () => {});
  return stream;
}

function prettyStream({ colors, fd = 2 }: PinoLoggerOptions): DestinationStream {
  const prettify = load('pino-pretty') as typeof import('pino-pretty'); // CommonJS, as above
  const format = { colorize: colors, singleLine: true, translateTime: 'SYS:HH:MM:ss.l', customLevels: 'critical:60' };
  return prettify({ ...format, useOnlyCustomProps: false, destination: fd, sync: true });
}

function attribution(): LogFields {
  const { servo, connector, event } = currentContext();
  return {
    ...(servo && { servo: servo.name }),
    ...(connector && { connector }),
    ...(event && { event: event.phase === 'on' ? event.event : `${event.phase}:${event.event}` }),
  };
}
