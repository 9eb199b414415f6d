import { readFileSync } from 'node:fs';
import { build } from '../../tsup.base.js';

const starters = ['servo-core', 'servo-cli', 'servo-optimizer', 'connector-process', 'connector-autocannon'];

/** The versions that `servo init` pins. */
function starterVersions(): Readonly<Record<string, string>> {
  const manifests = starters.map((folder) => readFileSync(`../${folder}/package.json`, 'utf8'));
  return Object.fromEntries(
    manifests.map((text) => {
      const { name, version } = JSON.parse(text) as { name: string; version: string };
      return [name, version] as const;
    }),
  );
}

export default build(['src/bin.ts', 'src/index.ts'], {
  bundled: ['string-argv', 'yargs', 'yaml'],
  alias: { 'string-width': './src/output/plain-width.ts' },
  constants: { __STARTER_VERSIONS__: starterVersions() },
});
