import { build } from '../../tsup.base.js';

export default build(
  [
    'src/index.ts',
    'src/config.ts',
    'src/process.ts',
    'src/fast-fail.ts',
    'src/wire.ts',
    'src/runtime.ts',
    'src/process/guardian.ts',
  ],
  // zod and yaml stay dependencies as well, for their types
  { bundled: ['undici', 'zod', 'yaml', 'semver'] },
);
