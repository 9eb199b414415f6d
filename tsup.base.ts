import { readFileSync } from 'node:fs';
import type { Options } from 'tsup';

// CommonJS code taken into a bundle asks for Node's own modules by this name.
const requireBanner =
  "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);";

/**
 * One build for every package: ESM for the lowest Node that published packages support; tsc writes the declarations.
 * What is in `bundled` becomes part of the package: it then starts faster and installs smaller.
 */
export function build(entry: string[], { bundled = [] }: { readonly bundled?: string[] } = {}): Options {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }; // nx starts in the package
  return {
    entry,
    format: ['esm'],
    target: 'node22', // never 'esnext': standard decorators would be left as they are
    platform: 'node',
    external: [/^@servo\//], // tsup does so with dependencies and peerDependencies, not with optional ones
    noExternal: bundled,
    ...(bundled.length > 0 && { banner: { js: requireBanner } }),
    define: { __VERSION__: JSON.stringify(version) },
    sourcemap: true,
    clean: true,
    dts: false,
    silent: true,
  };
}
