import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coreVersion } from './core-version.js';

test('coreVersion is the one of the package', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(manifest).toMatchObject({ version: coreVersion });
});
