import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { MeasurementFailedError } from '@servo/core';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Makes sure that a file has a certificate of an authority; vegeta takes one that can be read for enough, and names no file.
 *
 * @throws {@link MeasurementFailedError} with the reason `file-unreadable`.
 */
export async function requireCertificates(file: string): Promise<void> {
  const blocks = (await readFile(file, 'latin1').catch(() => '')).match(block) ?? [];
  if (blocks.some(isCertificate)) return;
  throw new MeasurementFailedError(`Found no certificate in ${file}`, {
    reason: 'file-unreadable',
    hint: 'Check "root_certs": expected files in PEM, with "-----BEGIN CERTIFICATE-----".',
  });
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
