import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServoError } from '@servo/core';
import { z } from '@servo/core/config';
import { resolvePackage } from '@servo/core/documents';
import type { Configuration } from '../open-assembly.js';
import { type DeploymentLock, deploymentLock, deploymentOf, type LockedPackage } from './deployment-lock.js';

/** The name of the file, beside the package.json of the deployment. */
export const lockFile = 'servo.lock';

/**
 * Compares what a configuration runs on with what was locked, and answers it; what else was locked is not looked at.
 *
 * @throws {@link ServoError} `LOCK_MISSING`, `LOCK_BROKEN` with the first difference, or `CORE_TWICE`.
 */
export async function refuseChanges(configuration: Configuration): Promise<DeploymentLock> {
  const { root } = deploymentOf(configuration.discovery);
  const locked = await read(join(root, lockFile));
  refuseSecondCore(configuration);
  const present = await deploymentLock(configuration);
  for (const [name, found] of Object.entries(present.packages)) {
    const difference = differenceOf(locked.packages[name], found);
    if (difference !== undefined) throw broken(name, difference);
  }
  return present;
}

function differenceOf(before: LockedPackage | undefined, now: LockedPackage): string | undefined {
  if (!before) return 'it is not locked';
  if (before.version !== now.version) return `locked is ${before.version}, installed ${now.version}`;
  if (JSON.stringify(before.manifest) !== JSON.stringify(now.manifest)) return 'its manifest differs';
  if (before.integrity === now.integrity) return undefined;
  const paths = new Set([...Object.keys(before.files), ...Object.keys(now.files)]);
  const changed = [...paths].toSorted().find((path) => before.files[path] !== now.files[path]);
  return `${changed ?? 'a file'} differs`;
}

async function read(path: string): Promise<DeploymentLock> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(path, ServoError.from(error).message, error);
  });
  const lock = form.safeParse(parsed(text));
  if (lock.success) return lock.data;
  throw unreadable(path, 'it is not of a form that this version knows', lock.error);
}

/** What a file of this version holds; a later one may hold more. */
const form = z.object({
  version: z.literal(1),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string(),
      integrity: z.string(),
      manifest: z.unknown().optional(),
      files: z.record(z.string(), z.string()),
    }),
  ),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which is of no form
  }
}

function unreadable(path: string, why: string, cause: unknown): ServoError {
  return new ServoError('LOCK_MISSING', `${path} cannot be read: ${why}`, {
    cause,
    hint: 'servo lock writes it; keep it beside package.json under version control.',
  });
}

function refuseSecondCore({ discovery }: Configuration): void {
  const { root } = deploymentOf(discovery);
  const own = resolvePackage('@servo/core', root)?.root;
  for (const { name, entry, refusal } of discovery.candidates) {
    const found = refusal ? undefined : resolvePackage('@servo/core', dirname(entry))?.root;
    if (found !== undefined && found !== own)
      throw new ServoError('CORE_TWICE', `The connector "${name}" brings a core of its own, in ${found}`, {
        hint: `npm dedupe, or a version of it that takes the one in ${own}.`,
      });
  }
}

function broken(name: string, difference: string): ServoError {
  return new ServoError('LOCK_BROKEN', `${name} is not as it was locked: ${difference}`, {
    hint: 'npm ci brings back what was locked; servo lock accepts what is installed.',
  });
}
