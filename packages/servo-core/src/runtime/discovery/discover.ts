import { join } from 'node:path';
import { z } from '../../zod.js';
import { coreVersion } from '../../core-version.js';
import { admissionRefusal, wantedCore } from './admission.js';
import type { Candidate, Refusal } from './candidate.js';
import { declaredPackages, findDeployment } from './find-deployment.js';
import { manifestVersion, servoManifest } from './manifest.js';
import { type InstalledPackage, resolvePackage } from './read-package.js';

/** What a deployment has. */
export interface Discovery {
  /** The package.json that declares the connectors; absent where there is none at or above the folder. */
  readonly deployment?: InstalledPackage | undefined;
  /** Every connector of the declared packages, refused ones included; those of development dependencies are refused. */
  readonly candidates: readonly Candidate[];
}

/**
 * Finds the connectors of the deployment that a folder belongs to, without running any of their code.
 *
 * @throws {@link ServoError} `PACKAGE_UNREADABLE` when a package.json is broken.
 */
export function discover(folder: string): Discovery {
  const deployment = findDeployment(folder);
  if (!deployment) return { candidates: [] };
  const names = declaredPackages(deployment);
  const candidates = distinct([deployment, ...resolved(names, deployment)]).flatMap(candidatesOf);
  const development = Object.keys(deployment.manifest.devDependencies).filter((name) => !names.includes(name));
  const undeclared = distinct(resolved(development, deployment))
    .flatMap(candidatesOf)
    .filter(({ name }) => !candidates.some((each) => each.name === name))
    .map((each) => ({ ...each, refusal: developmentRefusal(each, deployment) }));
  return { deployment, candidates: [...candidates, ...undeclared] };
}

function resolved(names: readonly string[], { root }: InstalledPackage): readonly InstalledPackage[] {
  return names.flatMap((name) => resolvePackage(name, root) ?? []);
}

function distinct(packages: readonly InstalledPackage[]): readonly InstalledPackage[] {
  return [...new Map(packages.map((each) => [each.root, each])).values()];
}

/** What packages of connectors are called, so that one whose manifest was forgotten is told of. */
const connectorPackage = /^(?:@servo\/|(?:@[^/]+\/)?servo-)connector-./;

/** The connectors that one package announces. */
export function candidatesOf(found: InstalledPackage): readonly Candidate[] {
  const { name, version, servo } = found.manifest;
  if (servo === undefined && !connectorPackage.test(name)) return [];
  const base = {
    package: name,
    version,
    description: '',
    maturity: 'experimental',
    entry: '',
    export: '',
    commands: {},
  };
  const parsed = servoManifest.safeParse(servo);
  if (!parsed.success) {
    const refusal = manifestRefusal(found, parsed.error);
    return announcedNames(found).map((each) => ({ ...base, name: each, refusal }));
  }
  return Object.entries(parsed.data.connectors).map(
    ([key, { entry, export: exported, description, maturity, commands }]) => ({
      ...base,
      name: key,
      description,
      maturity,
      entry: join(found.root, entry),
      export: exported,
      commands,
      refusal: admissionRefusal({ name: key, entry, found, coreVersion }),
    }),
  );
}

/** What a manifest that cannot be read seems to announce, so that its refusal is found by name. */
function announcedNames({ manifest: { name, servo } }: InstalledPackage): readonly string[] {
  const { connectors } = (servo ?? {}) as { readonly connectors?: unknown }; // any JSON
  const named = typeof connectors === 'object' && connectors !== null && !Array.isArray(connectors);
  const names = named ? Object.keys(connectors) : [];
  return names.length > 0 ? names : [name];
}

function developmentRefusal({ package: name, version }: Candidate, { manifest }: InstalledPackage): Refusal {
  const wanted = manifest.devDependencies[name];
  const source = wanted?.startsWith('file:') ? wanted : `${name}@${version}`; // a folder is in no registry
  return {
    code: 'CONNECTOR_NOT_DECLARED',
    message: `${name}@${version} is one of the deployment's "devDependencies", not of its "dependencies"`,
    hint: `npm install --save-prod --save-exact ${source}`,
  };
}

function manifestRefusal({ manifest }: InstalledPackage, error: z.ZodError): Refusal {
  const { name, servo } = manifest;
  const announced = (servo as { readonly manifest?: unknown } | null)?.manifest; // any JSON
  if (typeof announced === 'number' && announced > manifestVersion) {
    const wanted = wantedCore(manifest);
    return {
      code: 'CONNECTOR_MANIFEST_NEWER',
      message: `${name} has a manifest of form ${announced}; this version of @servo/core (${coreVersion}) knows ${manifestVersion}`,
      hint: `npm install --save-exact ${wanted === undefined ? '@servo/core@latest' : `"@servo/core@${wanted}"`}`,
    };
  }
  const wrong = servo === undefined ? 'missing' : `wrong: ${problemsOf(error)}`;
  return {
    code: 'CONNECTOR_MANIFEST_INVALID',
    message: `The field "servo" in the package.json of ${name} is ${wrong}`,
    hint: `Tell the author of ${name}.`,
  };
}

function problemsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}
