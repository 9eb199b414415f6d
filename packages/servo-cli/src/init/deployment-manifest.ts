import { existsSync, readFileSync } from 'node:fs';
import { ServoError } from '@servo/core';

/** What a package.json says, as far as it matters here. */
type Manifest = Readonly<Record<string, unknown>> & { readonly dependencies?: Readonly<Record<string, string>> };

/**
 * Adds packages to the dependencies of a package.json, each in exactly one version, as an optimizer must not change
 * beneath what it learned; makes the file where there is none. What is there already stays. Answers its new text, and
 * nothing when nothing is to be added.
 *
 * @throws {@link ServoError} `PACKAGE_UNREADABLE` when the file is no JSON.
 */
export function deploymentManifest(path: string, packages: readonly string[], version: string): string | undefined {
  const before = read(path);
  const present = before?.dependencies ?? {};
  const missing = packages.filter((name) => !Object.hasOwn(present, name));
  if (before && missing.length === 0) return undefined;
  const added = Object.fromEntries(missing.map((name) => [name, version]));
  const dependencies = Object.fromEntries(
    Object.entries({ ...present, ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return `${JSON.stringify({ ...(before ?? { private: true }), dependencies }, undefined, 2)}\n`;
}

function read(path: string): Manifest | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest; // as npm writes it
  } catch (error) {
    throw new ServoError('PACKAGE_UNREADABLE', `${path} cannot be read: ${ServoError.from(error).message}`, {
      cause: error,
      hint: 'Mend it, or name another folder with -c.',
    });
  }
}
