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
  const { servo, devDependencies } = found.manifest;
  if (servo !== undefined) return true;
  const declared = declaredPackages(found);
  return (
    // a connector among the development dependencies does not count, and is to be told of
    [...declared, ...Object.keys(devDependencies)].some((name) => name.startsWith('@servo/')) ||
    declared.some((name) => resolvePackage(name, found.root)?.manifest.servo !== undefined)
  );
}
