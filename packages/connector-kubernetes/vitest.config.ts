import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.base.js';

/** The integration tests share one control plane: it starts before the first of them and ends after the last. */
export default defineConfig((env) =>
  mergeConfig(base(env), {
    test: env.mode === 'integration' ? { globalSetup: ['test/support/global-cluster.ts'] } : {},
  }),
);
