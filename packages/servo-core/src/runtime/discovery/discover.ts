import { join } from 'node:path';
import { z } from 'zod';
import { coreVersion } from '../../core-version.js';
import { admissionRefusal } from './admission.js';
import type { Candidate } from './candidate.js';
import { declaredPackages, findDeployment } from './find-deployment.js';
import { manifestVersion, servoManifest } from './manifest.js';
import { type InstalledPackage, resolvePackage } from './read-package.js';

/** What a deployment has. */
export interface Discovery {
  /** The package.json that declares the connectors; absent where there is none at or above the folder. */
  readonly deployment?: InstalledPackage | undefined;
  /** Every connector of the declared packages, refused ones included. */
  readonly candidates: readonly Candidate[];
}

/** Finds the connectors of the deployment that a folder belongs to, without running any of their code. */
export function discover(folder: string): Discovery {
  const deployment = findDeployment(folder);
  if (!deployment) return { candidates: [] };
  const declared = declaredPackages(deployment).map((name) => resolvePackage(name, deployment.root));
  const packages = new Map([deployment, ...declared].flatMap((each) => (each ? [[each.root, each]] : [])));
  return { deployment, candidates: [...packages.values()].flatMap(candidatesOf) };
}

/** The connectors that one package announces. */
export function candidatesOf(found: InstalledPackage): readonly Candidate[] {
  const { name = '', version = '', servo } = found.manifest;
  if (servo === undefined) return [];
  const base = { package: name, version, description: '', maturity: 'experimental', entry: '', export: '' };
  const parsed = servoManifest.safeParse(servo);
  if (!parsed.success) return [{ ...base, name, refusal: manifestRefusal(found, parsed.error) }];
  return Object.entries(parsed.data.connectors).map(([key, { entry, export: exported, description, maturity }]) => ({
    ...base,
    name: key,
    description,
    maturity,
    entry: join(found.root, entry),
    export: exported,
    refusal: admissionRefusal({ name: key, entry, found, coreVersion }),
  }));
}

function manifestRefusal({ manifest: { name, servo } }: InstalledPackage, error: z.ZodError): Candidate['refusal'] {
  const announced = (servo as { readonly manifest?: unknown } | null)?.manifest; // any JSON
  if (typeof announced === 'number' && announced > manifestVersion)
    return {
      code: 'CONNECTOR_MANIFEST_NEWER',
      message: `${name} has a manifest of form ${announced}; this version of @servo/core (${coreVersion}) knows ${manifestVersion}`,
      hint: 'Install a newer @servo/core.',
    };
  return {
    code: 'CONNECTOR_MANIFEST_INVALID',
    message: `The field "servo" in the package.json of ${name} is wrong: ${z.prettifyError(error).replaceAll('\n', ' ')}`,
    hint: `Tell the author of ${name}.`,
  };
}
