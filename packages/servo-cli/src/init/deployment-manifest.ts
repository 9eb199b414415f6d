import { existsSync, readFileSync } from 'node:fs';
import { ServoError } from '@servo/core';

type Dependencies = Readonly<Record<string, string>>;

/** What a package.json says, as far as it matters here. */
interface Manifest {
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
}

/**
 * Adds packages to the dependencies of a package.json, each in exactly one version, as an optimizer must not change
 * beneath what it learned; makes the file where there is none. What is there already stays, and one of `devDependencies`
 * is moved: a servo looks for its connectors among the others. Answers its new text, and nothing when nothing is to be
 * added.
 *
 * @throws {@link ServoError} `PACKAGE_UNREADABLE` when the file is no mapping in JSON.
 */
export function deploymentManifest(path: string, packages: Dependencies): string | undefined {
  const before = read(path);
  const { dependencies: present = {}, devDependencies: others, ...rest } = before ?? { private: true };
  const missing = Object.entries(packages).filter(([name]) => !Object.hasOwn(present, name));
  if (before && missing.length === 0) return undefined;
  const added = missing.map(([name, version]) => [name, others?.[name] ?? version] as const);
  const dependencies = [...Object.entries(present), ...added].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const kept = others && Object.entries(others).filter(([name]) => !(name in packages));
  const manifest = {
    ...rest,
    dependencies: Object.fromEntries(dependencies),
    ...(kept && { devDependencies: Object.fromEntries(kept) }),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function read(path: string): Manifest | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof found === 'object' && found && !Array.isArray(found)) return found; // with dependencies as npm writes them
  } catch (error) {
    throw unreadable(path, ServoError.from(error).message, error);
  }
  throw unreadable(path, 'expected a mapping, as {"private": true}');
}

function unreadable(path: string, why: string, cause?: unknown): ServoError {
  return new ServoError('PACKAGE_UNREADABLE', `${path} cannot be read: ${why}`, {
    cause,
    hint: 'Mend it, or name another folder with -c.',
  });
}
