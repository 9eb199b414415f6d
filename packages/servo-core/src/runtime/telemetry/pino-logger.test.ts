import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventContext } from '../../../../servo-testing/src/event-context.js';
import { servoView } from '../../../test/support/servo-view.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { Secret } from '../../config/secret.js';
import { contextStorage } from '../../connector/current-context.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Logger } from '../../logging/logger.js';
import { logLevels } from './log-level.js';
import { type PinoLoggerOptions, pinoLogger } from './pino-logger.js';

/** A logger that writes to a file, and what it has written. */
function written(options: Partial<PinoLoggerOptions> = {}): { logger: Logger; lines: () => readonly string[] } {
  const path = join(temporaryFolder(), 'log');
  const fd = openSync(path, 'w');
  onTestFinished(() => closeSync(fd));
  const logger = pinoLogger({ level: 'trace', pretty: false, colors: false, fd, ...options });
  return { logger, lines: () => readFileSync(path, 'utf8').split('\n').slice(0, -1) };
}

const records = (lines: readonly string[]): readonly Readonly<Record<string, unknown>>[] =>
  lines.map((line) => JSON.parse(line));

function logAtEachLevel(logger: Logger): void {
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical'] as const) logger[level](`a ${level}`);
}

test.for(logLevels)('pinoLogger() at %s writes what is at least as important', (level) => {
  const { logger, lines } = written({ level });
  logAtEachLevel(logger);
  logAtEachLevel(logger.child({}));
  const expected = logLevels.slice(logLevels.indexOf(level), -1);
  expect(records(lines()).map((record) => record['level'])).toEqual([...expected, ...expected]);
});

test('pinoLogger() writes one JSON object a line, with the fields of the child and of the message', () => {
  const { logger, lines } = written();
  logger.child({ connector: 'trace', attempt: 1 }).warn('two\nlines', { attempt: 2, url: 'http://x' });
  expect(records(lines())).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      connector: 'trace',
      attempt: 2,
      url: 'http://x',
      msg: 'two\nlines',
    },
  ]);
});

test('pinoLogger() attributes a message to the servo, connector and event that it is written for', () => {
  const { logger, lines } = written();
  const context = { servo: servoView('web'), connector: 'trace' };
  contextStorage.run({ ...context, event: eventContext() }, () => logger.info('on'));
  contextStorage.run({ ...context, event: eventContext({ phase: 'before' }) }, () => logger.info('before'));
  contextStorage.run(context, () => logger.child({ connector: 'other' }).info('bound'));
  logger.info('outside');
  expect(records(lines()).map(({ msg, servo, connector, event }) => [msg, servo, connector, event])).toEqual([
    ['on', 'web', 'trace', 'measure'],
    ['before', 'web', 'trace', 'before:measure'],
    ['bound', 'web', 'other', undefined],
    ['outside', undefined, undefined, undefined],
  ]);
});

test('pinoLogger() writes what an error says, and where it comes from', () => {
  const { logger, lines } = written();
  logger.error('failed', { error: new ServoError('TOKEN_EXPIRED', 'It expired', { cause: new Error('401') }) });
  expect(records(lines())[0]?.['error']).toMatchObject({
    code: 'TOKEN_EXPIRED',
    message: expect.stringContaining('It expired'),
    stack: expect.stringContaining('pino-logger.test'),
  });
});

test.for([true, false])('pinoLogger() shows no secret (pretty: %j)', (pretty) => {
  const { logger, lines } = written({ pretty });
  logger.info('connecting', { config: { token: new Secret('hunter2') } });
  expect(lines().join('\n')).toMatch(/\[secret\]/);
  expect(lines().join('\n')).not.toContain('hunter2');
});

test.for([true, false])('pinoLogger() masks the value of a secret in messages and errors (pretty: %j)', (pretty) => {
  const { logger, lines } = written({ pretty });
  const token = new Secret('correct-horse');
  logger.error(`refused ${token.reveal()}`, { error: new Error(`no ${token.reveal()}`), headers: { cookie: 'id=1' } });
  expect(lines().join('\n')).toMatch(/(?=.*refused \[secret\]).*no \[secret\]/s);
  expect(lines().join('\n')).not.toMatch(/correct-horse|id=1/);
});

test('pinoLogger() writes to a file as well, JSON without colours', () => {
  const file: string[] = [];
  const { logger, lines } = written({
    pretty: true,
    colors: true,
    file: { write: (line: string) => file.push(line) > 0 },
  });
  logger.critical('it ends');
  expect(lines()[0]).toContain('it ends');
  expect(records(file)).toEqual([{ level: 'critical', time: expect.any(String), msg: 'it ends' }]);
});

const full = '/dev/full'; // of Linux: a disk without room

test.skipIf(!existsSync(full)).for([true, false])('pinoLogger() outlives a full disk (pretty: %j)', async (pretty) => {
  const fd = openSync(full, 'w');
  onTestFinished(() => closeSync(fd)); // which is not closed yet
  const { logger } = written({ fd, pretty });
  for (const text of ['one', 'two']) {
    expect(() => logger.warn(text)).not.toThrow();
    await new Promise((resolve) => setImmediate(resolve)); // what is emitted later
  }
  expect(() => fstatSync(fd)).not.toThrow();
});

test('pinoLogger() names each level for people', () => {
  const { logger, lines } = written({ pretty: true });
  logAtEachLevel(logger);
  expect(lines().map((line) => line.split(' ')[1])).toEqual([
    'TRACE:',
    'DEBUG:',
    'INFO:',
    'WARN:',
    'ERROR:',
    'CRITICAL:',
  ]);
});

test('pinoLogger() writes for people on one line, without colours where there are none', () => {
  const { logger, lines } = written({ pretty: true });
  logger.child({ connector: 'trace' }).info('connected');
  expect(lines()).toEqual([
    expect.stringMatching(/^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: connected \{"connector":"trace"\}$/),
  ]);
});

test('pinoLogger() colours the lines for people where it may', () => {
  const { logger, lines } = written({ pretty: true, colors: true });
  logger.info('connected');
  expect(lines()[0]).toContain('\u001B[');
});
