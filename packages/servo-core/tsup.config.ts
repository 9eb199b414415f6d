import { build } from '../../tsup.base.js';

const together = [
  'src/index.ts',
  'src/config.ts',
  'src/process.ts',
  'src/fast-fail.ts',
  'src/wire.ts',
  'src/documents.ts',
  'src/runtime.ts',
];

export default build([...together, 'src/process/guardian.ts'], {
  bundled: ['undici', 'zod', 'yaml', 'semver'], // zod and yaml stay dependencies as well, for their types
  together,
});
