import { recordingLogger } from '@servo/testing';
import { expect, test } from 'vitest';
import { outliveStrays } from './outlive-strays.js';

test('outliveStrays() logs what nobody caught, until it is disposed', () => {
  const before = process.listenerCount('uncaughtException');
  const logger = recordingLogger();
  const strays = outliveStrays(logger);
  expect(process.listenerCount('uncaughtException')).toBe(before + 1);
  process.listeners('uncaughtException').at(-1)?.(new Error('late'), 'uncaughtException');
  process.listeners('unhandledRejection').at(-1)?.('no error', Promise.resolve());
  expect(logger.messages('critical')).toEqual([
    'An error was thrown, and nobody was there to catch it: late',
    expect.stringMatching(/^A promise was rejected, and nobody was there to catch it: .*no error/),
  ]);
  strays[Symbol.dispose]();
  expect(process.listenerCount('uncaughtException')).toBe(before);
});
