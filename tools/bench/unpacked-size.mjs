import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeOf } from './installed-size.mjs';

/** Packs a package and unpacks it, as an installation does; returns its size in MB, without its dependencies. */
export function unpackedSize(root, name) {
  const folder = mkdtempSync(join(tmpdir(), 'servo-bench-'));
  try {
    const archive = join(folder, 'package.tgz');
    execFileSync('pnpm', ['pack', '--out', archive], { cwd: `${root}packages/${name}`, stdio: 'ignore' });
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
    return sizeOf(join(folder, 'package')) / 1e6;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
