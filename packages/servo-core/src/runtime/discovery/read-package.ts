import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PackageManifest } from './manifest.js';

/** A package on disk. */
export interface InstalledPackage {
  /** Its folder, links resolved. */
  readonly root: string;
  readonly manifest: PackageManifest;
}

/** Reads the package in a folder; `undefined` when there is none. */
export function readPackage(folder: string): InstalledPackage | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  return { root: realpathSync(folder), manifest: JSON.parse(readFileSync(path, 'utf8')) as PackageManifest }; // npm reads it before us
}

/** Finds a package as Node would from a folder; by its own resolution first, so that any package manager works. */
export function resolvePackage(name: string, from: string): InstalledPackage | undefined {
  try {
    return readPackage(dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`)));
  } catch {
    return walk(name, from); // not resolvable, or it does not export its package.json
  }
}

function walk(name: string, from: string): InstalledPackage | undefined {
  const found = readPackage(join(from, 'node_modules', name));
  const parent = dirname(from);
  return found ?? (parent === from ? undefined : walk(name, parent));
}
