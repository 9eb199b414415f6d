import { readFileSync } from 'node:fs';
import type { Options } from 'tsup';
import { bundledLicenses } from './tools/bundled-licenses.js';
import { englishZod } from './tools/english-zod.js';
import { minifiedDependencies } from './tools/minified-dependencies.js';
import { oneChunk } from './tools/one-chunk.js';

// CommonJS code taken into a bundle asks for Node's own modules by this name.
const requireBanner =
  "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);";

interface BuildOptions {
  /** Dependencies that become part of the package: it then starts faster and installs smaller. */
  readonly bundled?: string[];
  /** Modules that take the place of others in what is bundled, from the package's folder. */
  readonly alias?: Record<string, string>;
  /** Entries that are loaded together, so that what the first one needs stays in one file. */
  readonly together?: string[];
  /** Values that the build puts in by their names. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

/** One build for every package: ESM for the lowest Node that published packages support; tsc writes the declarations. */
export function build(entry: string[], options: BuildOptions = {}): Options {
  const { bundled = [], alias = {}, together = [], constants = {} } = options;
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }; // nx starts in the package
  return {
    entry,
    format: ['esm'],
    target: 'node22', // never 'esnext': standard decorators would be left as they are
    platform: 'node',
    external: [/^@servo\//], // tsup does so with dependencies and peerDependencies, not with optional ones
    noExternal: bundled,
    ...(bundled.length > 0 && { banner: { js: requireBanner } }),
    define: Object.fromEntries(
      Object.entries({ __VERSION__: version, ...constants }).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    esbuildOptions: (esbuild) => void (esbuild.alias = alias),
    esbuildPlugins: [
      oneChunk(together),
      ...(bundled.length > 0 ? [englishZod, bundledLicenses, minifiedDependencies] : []),
    ],
    sourcemap: true,
    clean: true,
    dts: false,
    silent: true,
  };
}
