import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ServoError } from '../../errors/servo-error.js';

/** As much of a package.json as discovery reads; what has the wrong form there is absent here. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** The manifest of connectors, unchecked. */
  readonly servo?: unknown;
}

/** A package on disk. */
export interface InstalledPackage {
  /** Its folder, links resolved. */
  readonly root: string;
  readonly manifest: PackageManifest;
}

/**
 * Reads the package in a folder; `undefined` when there is none.
 *
 * @throws {@link ServoError} `PACKAGE_UNREADABLE` when its package.json cannot be read or is no JSON object.
 */
export function readPackage(folder: string): InstalledPackage | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  return { root: realpathSync(folder), manifest: manifestOf(readJson(path)) };
}

/**
 * Finds a package as Node would from a folder: in the folders above, where its exports do not count, else by Node's own
 * resolution, so that any package manager works.
 */
export function resolvePackage(name: string, from: string): InstalledPackage | undefined {
  const found = walk(name, from);
  if (found) return found;
  const folder = resolveFolder(name, from);
  return folder === undefined ? undefined : readPackage(folder);
}

function resolveFolder(name: string, from: string): string | undefined {
  try {
    return dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined; // it is not there, or does not export its package.json
  }
}

function walk(name: string, from: string): InstalledPackage | undefined {
  const parent = dirname(from);
  return readPackage(join(from, 'node_modules', name)) ?? (parent === from ? undefined : walk(name, parent));
}

function readJson(path: string): object {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unreadable(path, ServoError.from(error).message, error);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw unreadable(path, 'it is not a JSON object');
}

function unreadable(path: string, why: string, cause?: unknown): ServoError {
  return new ServoError('PACKAGE_UNREADABLE', `Cannot read ${path}: ${why}`, {
    cause,
    hint: 'Correct the file; if it is not yours, install the package again.',
  });
}

function manifestOf(json: { readonly [key in keyof PackageManifest]?: unknown }): PackageManifest {
  const { name, version, servo } = json;
  return {
    name: typeof name === 'string' ? name : '',
    version: typeof version === 'string' ? version : '',
    dependencies: texts(json.dependencies),
    optionalDependencies: texts(json.optionalDependencies),
    devDependencies: texts(json.devDependencies),
    peerDependencies: texts(json.peerDependencies),
    servo,
  };
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
