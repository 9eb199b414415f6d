import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import { build } from '../../tsup.base.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];
const empty = fileURLToPath(new URL('src/api/not-bundled.ts', import.meta.url));

/** Of the client library only the reading of kubeconfigs is needed: its generated API, and the HTTP client of that, stay out. */
const kubeconfigOnly: Plugin = {
  name: 'kubeconfig-only',
  setup(bundle) {
    bundle.onResolve({ filter: /^@kubernetes\/client-node$/ }, async ({ resolveDir, kind, pluginData }) => {
      if (pluginData === 'inner') return undefined;
      const { path } = await bundle.resolve('@kubernetes/client-node', { resolveDir, kind, pluginData: 'inner' });
      return { path: path.replace(/index\.js$/, 'config.js') };
    });
    bundle.onResolve({ filter: /^undici$|\/gen\/index\.js$/ }, () => ({ path: empty }));
  },
};

const options = build(['src/index.ts'], { bundled: ['@kubernetes/client-node'] });
const config: Options = { ...options, esbuildPlugins: [kubeconfigOnly, ...(options.esbuildPlugins ?? [])] };
export default config;
