import { dirname } from 'node:path';
import { type InstalledPackage, readPackage, resolvePackage } from './read-package.js';

/**
 * Finds the deployment that a folder belongs to: the nearest package.json at or above it that depends on an `@servo/*`
 * package or on a connector, or is a connector itself.
 */
export function findDeployment(folder: string): InstalledPackage | undefined {
  const found = readPackage(folder);
  if (found && isDeployment(found)) return found;
  const parent = dirname(folder);
  return parent === folder ? undefined : findDeployment(parent);
}

/** The packages that a deployment declares. */
export function declaredPackages({ manifest }: InstalledPackage): readonly string[] {
  return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
}

function isDeployment(found: InstalledPackage): boolean {
  if (found.manifest.servo !== undefined) return true;
  const names = declaredPackages(found);
  return (
    names.some((name) => name.startsWith('@servo/')) ||
    names.some((name) => resolvePackage(name, found.root)?.manifest.servo !== undefined)
  );
}
