import { createHash, hash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the files of a package are. */
export interface PackageDigest {
  /** SHA-512 over all of them, as npm writes it. */
  readonly integrity: string;
  /** A short digest of each, by its path, so that one that differs can be named. */
  readonly files: Readonly<Record<string, string>>;
}

const shortLength = 16; // hexadecimal digits
const atOnce = 32; // files

/** Reads every file of a package, but not its dependencies, and not what git and a servo keep in its folder. */
export async function packageDigest(root: string): Promise<PackageDigest> {
  const paths = (await pathsBelow(root)).toSorted();
  const whole = createHash('sha512');
  const files: Record<string, string> = {};
  for (let index = 0; index < paths.length; index += atOnce) {
    const some = paths.slice(index, index + atOnce);
    const digests = await Promise.all(some.map(async (path) => [path, await fileDigest(join(root, path))] as const));
    for (const [path, digest] of digests) {
      whole.update(`${path}\0${digest}\n`);
      files[path] = digest.slice(0, shortLength);
    }
  }
  return { integrity: `sha512-${whole.digest('base64')}`, files };
}

async function pathsBelow(root: string, folder = ''): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (others.has(path)) continue;
    if (entry.isDirectory()) found.push(...(await pathsBelow(root, path)));
    else if (isRead(entry)) found.push(path);
  }
  return found;
}

const others = new Set(['node_modules', '.git', '.servo']);

function isRead(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink();
}

/** Of what a link leads to when that is a file, and of where it leads when that is a folder, or nothing. */
async function fileDigest(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return hash('sha512', found?.isFile() ? await readFile(path) : await readlink(path));
}
