declare const __STARTER_VERSIONS__: Readonly<Record<string, string>> | undefined; // put in by the build

/** The version of a package that this copy of `@servo/cli` was built beside; packages do not all have the same. */
export function starterVersion(name: string): string {
  const versions = typeof __STARTER_VERSIONS__ === 'object' ? __STARTER_VERSIONS__ : {};
  return versions[name] ?? '0.0.0-source';
}
