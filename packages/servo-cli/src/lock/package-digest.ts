import { createHash, hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
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

/** Reads every file of a package but those of its dependencies, and of tools, whose folders begin with a dot. */
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
    if (entry.isDirectory() && isOwn(entry.name)) found.push(...(await pathsBelow(root, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

function isOwn(name: string): boolean {
  return name !== 'node_modules' && !name.startsWith('.');
}

async function fileDigest(path: string): Promise<string> {
  return hash('sha512', await readFile(path));
}
