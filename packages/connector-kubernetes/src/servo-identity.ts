import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(file, `servo_${hostname()}_${crypto.randomUUID()}`, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(file, 'utf8');
}
