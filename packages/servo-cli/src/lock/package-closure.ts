import { type InstalledPackage, resolvePackage } from '@servo/core/documents';

/** Some packages and all that they need, as Node finds it from where each stands; what is optional may not be there. */
export function packageClosure(packages: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const waiting = [...packages];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { root, manifest } = next;
    if (found.has(root)) continue;
    found.set(root, next);
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    waiting.push(...names.flatMap((name) => resolvePackage(name, root) ?? []));
  }
  return [...found.values()];
}
