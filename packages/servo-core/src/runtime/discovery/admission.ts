import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { satisfies, validRange } from 'semver';
import { assertConnectorName } from '../../connector/connector-name.js';
import { ServoError } from '../../errors/servo-error.js';
import type { Refusal } from './candidate.js';
import type { InstalledPackage } from './read-package.js';

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
  const range = manifest.peerDependencies?.['@servo/core'] ?? manifest.dependencies?.['@servo/core'] ?? '*';
  if (
    range.startsWith('workspace:') ||
    (validRange(range) && satisfies(coreVersion, range, { includePrerelease: true }))
  )
    return undefined;
  return {
    code: 'CONNECTOR_CORE_RANGE',
    message: `${manifest.name}@${manifest.version} needs @servo/core ${range}, this is ${coreVersion}`,
    hint: `Install a version of ${manifest.name} that fits, or @servo/core ${range}.`,
  };
}

function entryThere({ entry, found: { root, manifest } }: Admission): Refusal | undefined {
  if (existsSync(join(root, entry))) return undefined;
  return {
    code: 'CONNECTOR_ENTRY_MISSING',
    message: `${manifest.name} announces the file ${entry}, which is not there`,
    hint: 'Build the package, or install it again.',
  };
}

function entryInside({ entry, found: { root, manifest } }: Admission): Refusal | undefined {
  if (realpathSync(join(root, entry)).startsWith(root + sep)) return undefined;
  return {
    code: 'CONNECTOR_ENTRY_OUTSIDE',
    message: `${manifest.name} announces the file ${entry}, which lies outside of the package`,
    hint: `Tell the author of ${manifest.name}.`,
  };
}
