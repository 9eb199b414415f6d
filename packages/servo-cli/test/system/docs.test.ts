import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packages } from '../support/deployment.js';

test.for([
  ['docs/cli.md is what the command line says', 'cli-docs'],
  ['the tables of keys in the documents are what the schemas say', 'schema-docs'],
])('%s', ([, tool]) => {
  const script = join(packages, `../tools/${tool}.mjs`);
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
