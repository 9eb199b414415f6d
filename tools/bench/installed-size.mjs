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
    return sizeOf(join(folder, 'node_modules')) / 1e6;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns how many bytes a file, or a folder with all that is in it, takes. */
export function sizeOf(path) {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
