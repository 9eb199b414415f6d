import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MeasurementFailedError } from '@servo/core';
import type { VegetaSettings } from './vegeta-config.js';

/** What {@link requireFiles} needs of the configuration. */
export type FileSettings = Pick<VegetaSettings, 'bodyFile' | 'rootCerts' | 'cert' | 'key'>;

/**
 * Makes sure that vegeta can read the files which it is given the names of.
 *
 * @param cwd - the folder from which files are named.
 * @throws {@link MeasurementFailedError} with the reason `file-unreadable` that names file and key, also for a certificate
 * whose path vegeta would split.
 */
export async function requireFiles({ bodyFile, rootCerts = [], cert, key }: FileSettings, cwd: string): Promise<void> {
  const named = { body_file: [bodyFile], root_certs: rootCerts, cert: [cert], key: [key] };
  requireWhole(rootCerts.map((name) => resolve(cwd, name)));
  for (const [field, names] of Object.entries(named))
    for (const name of names) if (name !== undefined) await requireFile(resolve(cwd, name), field);
}

async function requireFile(file: string, field: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw new MeasurementFailedError(`Cannot read ${file}`, {
      reason: 'file-unreadable',
      hint: `Check "${field}"; a relative name starts at the folder of servo.yaml.`,
      cause,
    });
  }
}

/** The folder of servo.yaml may have a comma, too, at which vegeta would end a path of several. */
function requireWhole(paths: readonly string[]): void {
  const split = paths.find((path) => path.includes(','));
  if (split === undefined) return;
  throw new MeasurementFailedError(`Cannot give vegeta ${split}: it would take it for two paths`, {
    reason: 'file-unreadable',
    hint: 'Name a file in "root_certs" whose whole path has no comma.',
  });
}
