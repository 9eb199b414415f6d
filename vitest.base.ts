import { fileURLToPath } from 'node:url';
import { type ViteUserConfigFnObject, defineConfig } from 'vitest/config';

// vite is pinned to 7: it lowers standard decorators with esbuild; vite 8 (oxc) does not.
const conditions = ['@servo/source', 'module', 'node'];
const tests: Record<string, string> = {
  test: 'src/**/*.test.ts', // vitest's default mode: unit tests, beside the source, no outside process
  integration: 'test/integration/**/*.test.ts', // real peers; skipped with a reason where one is missing
  system: 'test/system/**/*.test.ts', // the built CLI, packed tarballs, a loopback registry
};

/** One configuration for every package; `vitest run --mode integration` selects the kind of test. */
const config: ViteUserConfigFnObject = defineConfig(({ mode }) => ({
  ssr: { resolve: { conditions, externalConditions: ['@servo/source'] } },
  resolve: { conditions },
  test: {
    environment: 'node',
    include: [tests[mode] ?? mode],
    globalSetup: [fileURLToPath(new URL('tools/test-folder.mjs', import.meta.url))],
    server: { deps: { inline: [/^@servo\//] } },
    reporters: [
      'default',
      [fileURLToPath(new URL('tools/tally.mjs', import.meta.url)), { outputFile: `.results/${mode}.json` }],
    ],
    ...(mode !== 'test' && { testTimeout: 120_000, hookTimeout: 120_000 }),
  },
}));
export default config;
