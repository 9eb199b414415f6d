import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Minifies the chunks that hold hardly anything but dependencies, and leaves out their source maps: reading zod is most of
 * what loading a connector costs. What we wrote ourselves stays as it is, for those who read a stack trace.
 */
export const minifiedDependencies: Plugin = {
  name: 'minified-dependencies',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(async ({ metafile, outputFiles = [] }) => {
      const dependencies = Object.entries(metafile?.outputs ?? {}).filter(([, { inputs }]) => isMostlyForeign(inputs));
      for (const [path] of dependencies) {
        const file = outputFiles.find((each) => each.path.endsWith(`/${path}`));
        if (!file) continue;
        const { code } = await build.esbuild.transform(file.text, { minify: true, format: 'esm', target: 'node22' });
        file.contents = new TextEncoder().encode(code);
        const map = outputFiles.findIndex((each) => each.path === `${file.path}.map`);
        if (map >= 0) outputFiles.splice(map, 1);
      }
    });
  },
};

/** Whether at least nine bytes of ten come from `node_modules`. */
function isMostlyForeign(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): boolean {
  const sizes = Object.entries(inputs).map(([path, { bytesInOutput }]) => ({
    bytes: bytesInOutput,
    foreign: path.includes('node_modules/'),
  }));
  const sum = (each: typeof sizes): number => each.reduce((total, { bytes }) => total + bytes, 0);
  return sizes.length > 0 && sum(sizes.filter(({ foreign }) => foreign)) >= 0.9 * sum(sizes);
}
