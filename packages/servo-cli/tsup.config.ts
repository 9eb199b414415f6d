import { build } from '../../tsup.base.js';

export default build(['src/bin.ts', 'src/index.ts'], {
  bundled: ['yargs', 'yaml'],
  alias: { 'string-width': './src/output/plain-width.ts' },
});
