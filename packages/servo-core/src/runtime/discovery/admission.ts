import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { assertConnectorName } from '../../connector/connector-name.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Refusal } from './candidate.js';
import type { InstalledPackage, PackageManifest } from './read-package.js';

/** What admission looks at. */
export interface Admission {
  readonly name: string;
  readonly entry: string;
  readonly found: InstalledPackage;
  readonly coreVersion: string;
}

type Rule = (admission: Admission) => Refusal | undefined;

const rules: readonly Rule[] = [legalName, coreRange, entryThere, entryInside];

/** Asks every rule whether a connector may be used; answers the first refusal. */
export function admissionRefusal(admission: Admission): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(admission);
    if (refusal) return refusal;
  }
  return undefined;
}

/** The versions of core that a package works with; `undefined` where it does not say. */
export function wantedCore({ peerDependencies, dependencies }: PackageManifest): string | undefined {
  return peerDependencies['@servo/core'] ?? dependencies['@servo/core'];
}

function legalName({ name, found }: Admission): Refusal | undefined {
  try {
    assertConnectorName(name);
    return undefined;
  } catch (error) {
    const { code, message } = ServoError.from(error);
    return { code, message, hint: `Tell the author of ${found.manifest.name}.` };
  }
}

function coreRange({ found: { manifest }, coreVersion }: Admission): Refusal | undefined {
  const range = wantedCore(manifest);
  if (range === undefined || satisfies(coreVersion, range, { includePrerelease: true })) return undefined;
  if (validRange(range) === null) return undefined; // workspace:* or a tag is for the package manager alone to judge
  return {
    code: 'CONNECTOR_CORE_RANGE',
    message: `${manifest.name}@${manifest.version} needs @servo/core ${range}, this is ${coreVersion}`,
    hint: `Install a version of ${manifest.name} that fits, or @servo/core@"${range}".`,
  };
}

function entryThere({ entry, found: { root, manifest } }: Admission): Refusal | undefined {
  if (realFile(join(root, entry)) !== undefined) return undefined;
  return {
    code: 'CONNECTOR_ENTRY_MISSING',
    message: `${manifest.name} announces the file ${entry}, which is not there`,
    hint: `Build the package, or install it again: npm install ${manifest.name}@${manifest.version}`,
  };
}

function entryInside({ entry, found: { root, manifest } }: Admission): Refusal | undefined {
  const inside = relative(root, realFile(join(root, entry)) ?? '');
  if (!isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`)) return undefined;
  return {
    code: 'CONNECTOR_ENTRY_OUTSIDE',
    message: `${manifest.name} announces the file ${entry}, which lies outside of the package`,
    hint: `Tell the author of ${manifest.name}.`,
  };
}

function realFile(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined; // not there, or a link that leads nowhere
  }
}
