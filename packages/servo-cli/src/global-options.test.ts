import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

test('globalOptions take an empty variable for one that is not set', async () => {
  vi.stubEnv('SERVO_CONFIG_FILE', '');
  vi.stubEnv('SERVO_LOG_LEVEL', '');
  const { globalOptions } = await import('./global-options.js');
  expect([globalOptions['config-file'].default, globalOptions['log-level'].default]).toEqual(['servo.yaml', 'warn']);
});
