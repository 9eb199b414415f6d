import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MeasurementFailedError } from '@servo/core';
import { requireCertificates } from './require-certificates.js';
import type { VegetaSettings } from './vegeta-config.js';

/** What {@link requireFiles} needs of the configuration. */
export type FileSettings = Pick<VegetaSettings, 'bodyFile' | 'rootCerts' | 'cert' | 'key'>;

/**
 * Makes sure that vegeta can read the files which it is given the names of.
 *
 * @param cwd - the folder from which files are named.
 * @throws {@link MeasurementFailedError} with the reason `file-unreadable` that names file and key.
 */
export async function requireFiles({ bodyFile, rootCerts = [], cert, key }: FileSettings, cwd: string): Promise<void> {
  const named = { body_file: [bodyFile], root_certs: rootCerts, cert: [cert], key: [key] };
  for (const [field, names] of Object.entries(named))
    for (const name of names) if (name !== undefined) await requireFile(resolve(cwd, name), field);
  for (const name of rootCerts) await requireCertificates(resolve(cwd, name));
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
