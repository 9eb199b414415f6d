import { defineConfig } from 'vitest/config';
import base from '../../vitest.base.js';

/** The integration tests share one control plane: it starts before the first of them and ends after the last. */
export default defineConfig((env) => {
  const { test, ...rest } = base(env);
  const isIntegration = env.mode === 'integration';
  return { ...rest, test: { ...test, ...(isIntegration && { globalSetup: ['test/support/global-cluster.ts'] }) } };
});
