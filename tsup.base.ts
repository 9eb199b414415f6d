import type { Options } from 'tsup';

/** One build for every package: ESM for the lowest Node that published packages support; tsc writes the declarations. */
export function build(entry: string[]): Options {
  return {
    entry,
    format: ['esm'],
    target: 'node22', // never 'esnext': standard decorators would be left as they are
    platform: 'node',
    sourcemap: true,
    clean: true,
    dts: false,
    silent: true,
  };
}
