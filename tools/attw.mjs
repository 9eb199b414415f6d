// Packs the package in the current folder and asks attw whether its types and entries resolve for ES module users.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'servo-attw-'));
const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error(`${stdout}${stderr}`);
  return status ?? 1;
};
try {
  process.exitCode =
    run('pnpm', ['pack', '--pack-destination', folder]) ||
    run('attw', [
      join(folder, readdirSync(folder)[0]),
      '--profile',
      'esm-only',
      '--exclude-entrypoints',
      'package.json',
      'manifest.schema.json',
    ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
