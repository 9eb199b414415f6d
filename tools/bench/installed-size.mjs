import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Installs the packed command with its required dependencies into an empty folder; returns its size in MB. */
export function installedSize(root) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  try {
    for (const name of ['servo-core', 'servo-cli'])
      execFileSync('pnpm', ['pack', '--pack-destination', folder], { cwd: `${root}packages/${name}`, stdio: 'ignore' });
    const tarballs = readdirSync(folder).map((file) => `./${file}`);
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const args = ['install', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs];
    execFileSync('npm', args, { cwd: folder, stdio: 'ignore' });
    return size(join(folder, 'node_modules')) / 1e6;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function size(path) {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0);
}
