import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Lets every entry import the first one, so that what this needs is in one file: split by which entries share what, it would
 * be in seven, and loading it would take twice as long.
 */
export function oneChunk([main, ...others]: readonly string[]): Plugin {
  const entries = new Set(others.map((entry) => resolve(entry)));
  return {
    name: 'one-chunk',
    setup(build) {
      if (main === undefined) return;
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!entries.has(path)) return undefined;
        const contents = `${readFileSync(path, 'utf8')}\nimport './${basename(main, '.ts')}.js';\n`;
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
