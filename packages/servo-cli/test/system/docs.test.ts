import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packages } from '../support/deployment.js';

test('docs/cli.md is what the command line says', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(packages, '../tools/cli-docs.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
