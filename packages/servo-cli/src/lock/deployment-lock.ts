import { findConnector, type InstalledPackage, resolvePackage } from '@servo/core/documents';
import { ServoError } from '@servo/core';
import type { Configuration } from '../open-assembly.js';
import { packageClosure } from './package-closure.js';
import { type PackageDigest, packageDigest } from './package-digest.js';

/** A package as it was locked. */
export interface LockedPackage extends PackageDigest {
  readonly version: string;
  /** The field `servo` of its package.json, for packages of connectors. */
  readonly manifest?: unknown;
}

/** What `servo.lock` holds. */
export interface DeploymentLock {
  readonly version: 1;
  /** By name, or by `name@version` where there are several versions of one. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const ownPackages = ['@servo/core', '@servo/cli', '@servo/optimizer'];

/**
 * Reads what a configuration runs on: core, the command, the optimizer where it is installed, its connectors, and all that
 * these need.
 */
export async function deploymentLock(configuration: Configuration): Promise<DeploymentLock> {
  const installed = packageClosure(packagesOf(configuration));
  const named = new Map<string, InstalledPackage>();
  for (const each of installed) {
    const { name, version } = each.manifest;
    const several = installed.some(({ manifest }) => manifest.name === name && manifest.version !== version);
    named.set(several ? `${name}@${version}` : name, each);
  }
  const packages: Record<string, LockedPackage> = {};
  for (const [key, { root, manifest }] of [...named].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { version, servo } = manifest;
    packages[key] = {
      version,
      ...(servo !== undefined && { manifest: servo }),
      ...(await packageDigest(root)),
    };
  }
  return { version: 1, packages };
}

function packagesOf({ servos, discovery }: Configuration): readonly InstalledPackage[] {
  const { root } = deploymentOf(discovery);
  const asked = servos.flatMap(({ document }) => document.connectors.map(({ connector }) => connector));
  const names = asked.map((connector) => findConnector(connector, discovery).package);
  return [...new Set([...ownPackages, ...names])].flatMap((name) => resolvePackage(name, root) ?? []);
}

/** The deployment of a configuration. @throws {@link ServoError} `DEPLOYMENT_MISSING` when there is none. */
export function deploymentOf({ deployment }: Configuration['discovery']): InstalledPackage {
  if (deployment) return deployment;
  throw new ServoError('DEPLOYMENT_MISSING', 'There is no package.json that lists servo packages or connectors', {
    hint: 'servo init makes one.',
  });
}
