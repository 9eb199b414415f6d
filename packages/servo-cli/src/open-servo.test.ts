import { expect, test } from 'vitest';
import { recordingTerminal } from '../test/support/recording-terminal.js';
import { openServo } from './open-servo.js';

const listeners = (): readonly number[] =>
  ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'].map((name) => process.listenerCount(name));

test('openServo() leaves no handler of signals behind when the configuration cannot be used', async () => {
  const before = listeners();
  const context = { terminal: recordingTerminal(), env: {}, cwd: import.meta.dirname };
  await expect(openServo({ 'config-file': 'missing.yaml', 'log-level': 'warn' }, context)).rejects.toMatchObject({
    code: 'CONFIGURATION_NOT_FOUND',
  });
  expect(listeners()).toEqual(before);
});
