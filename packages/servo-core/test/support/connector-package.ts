import type { Tree } from './temporary-folder.js';

/** What differs from a package with one good connector, `trace`. */
export interface PackageChanges {
  readonly name?: string;
  readonly version?: string;
  readonly servo?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports?: object;
  /** The code of the entry. */
  readonly code?: string;
}

/** The manifest of one good connector, with changes. */
export function trace(changes: object = {}): object {
  return {
    manifest: 1,
    connectors: { trace: { entry: './index.mjs', export: 'Trace', description: 'Follows requests', ...changes } },
  };
}

/** The files of a package with a connector, in a folder. */
export function connectorPackage(
  folder: string,
  { code = 'throw new Error("code ran")', ...changes }: PackageChanges = {},
): Tree {
  const name = folder.replace(/^.*node_modules\//, '');
  const peerDependencies = { '@servo/core': '^1.0.0' };
  return {
    [`${folder}/package.json`]: { name, version: '1.2.0', peerDependencies, servo: trace(), ...changes },
    [`${folder}/index.mjs`]: code,
  };
}

/** A package.json that depends on some packages. */
export function dependingOn(...names: readonly string[]): object {
  return { name: 'shop', dependencies: Object.fromEntries(names.map((name) => [name, '*'])) };
}
