import { expect, test } from 'vitest';
import { recordingLogger } from './recording-logger.js';

test('recordingLogger() remembers level, message and the fields of children', () => {
  const logger = recordingLogger();
  logger.info('up');
  logger.child({ connector: 'trace' }).child({ event: 'measure' }).warn('slow', { ms: 900 });
  expect(logger.entries).toEqual([
    { level: 'info', message: 'up', fields: {} },
    { level: 'warn', message: 'slow', fields: { connector: 'trace', event: 'measure', ms: 900 } },
  ]);
  expect(logger.messages('warn')).toEqual(['slow']);
  expect(logger.messages()).toEqual(['up', 'slow']);
});
