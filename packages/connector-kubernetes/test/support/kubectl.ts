import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterAccess } from './cluster.js';

/** Runs the kubectl that belongs to the cluster, as its administrator; returns what it printed. */
export async function kubectl(
  { kubeconfig, programs }: Pick<ClusterAccess, 'kubeconfig' | 'programs'>,
  ...args: readonly string[]
): Promise<string> {
  const env = { PATH: `${programs}:${process.env['PATH']}`, KUBECONFIG: kubeconfig, HOME: dirname(kubeconfig) };
  const { stdout } = await promisify(execFile)('kubectl', args, { env });
  return stdout;
}
