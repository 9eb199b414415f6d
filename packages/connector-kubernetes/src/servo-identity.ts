import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ConnectorHost } from '@servo/core';

/**
 * Returns the name under which a servo holds its Leases. It survives a restart, so that a servo that was killed finds its own
 * Lease again and need not wait until it ends.
 */
export async function servoIdentity({ stateDir, name }: Pick<ConnectorHost, 'stateDir' | 'name'>): Promise<string> {
  const folder = join(stateDir, 'kubernetes');
  const file = join(folder, `${name.replaceAll('/', '-')}.identity`);
  const made = `servo_${hostname()}_${crypto.randomUUID()}`;
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(file, made, { flag: 'wx' }); // of two that begin at the same time, one makes it
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const found = await readFile(file, 'utf8');
  if (found !== '') return found;
  await writeFile(`${file}.new`, made); // a kill, or a disk that was full, left it empty: a Lease without a name is free
  await rename(`${file}.new`, file);
  return readFile(file, 'utf8');
}
