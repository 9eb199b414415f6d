import { readFileSync } from 'node:fs';
import type { Options } from 'tsup';

/** One build for every package: ESM for the lowest Node that published packages support; tsc writes the declarations. */
export function build(entry: string[]): Options {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }; // nx starts in the package
  return {
    entry,
    format: ['esm'],
    target: 'node22', // never 'esnext': standard decorators would be left as they are
    platform: 'node',
    external: [/^@servo\//], // tsup does so with dependencies and peerDependencies, not with optional ones
    define: { __VERSION__: JSON.stringify(version) },
    sourcemap: true,
    clean: true,
    dts: false,
    silent: true,
  };
}
