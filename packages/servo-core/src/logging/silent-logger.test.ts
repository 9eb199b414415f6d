import { expect, test } from 'vitest';
import { silentLogger } from './silent-logger.js';

test('silentLogger takes every message, and its children do', () => {
  for (const logger of [silentLogger, silentLogger.child({ connector: 'trace' })])
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical'] as const)
      expect(logger[level]('text', { a: 1 })).toBeUndefined();
});
