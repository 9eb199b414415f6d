import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { findControlPlane } from '../../../../tools/real-programs/control-plane.js';
import { type ClusterAccess, startCluster } from './cluster.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent where there is no control plane. */
    readonly cluster: ClusterAccess | undefined;
  }
}

/** Starts the cluster of a test run, or says once why there is none. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const found = findControlPlane(process.env);
  if (found.kind === 'existing') {
    readFileSync(found.kubeconfig);
    console.warn(`integration: what needs simulated nodes is skipped: the cluster of ${found.kubeconfig} has others`);
    const tokens = { admin: '', restricted: '' };
    project.provide('cluster', {
      kubeconfig: found.kubeconfig,
      server: '',
      authority: '',
      tokens,
      certificate: { user: '', file: '', key: '' },
      programs: '',
      simulated: false,
    });
    return undefined;
  }
  if (found.kind === 'none') {
    if (process.env['REQUIRE_INTEGRATION'] === '1') throw new Error(`integration: ${found.reason}`);
    console.warn(`integration: skipped: ${found.reason}`);
    project.provide('cluster', undefined);
    return undefined;
  }
  const cluster = await startCluster(found.folder);
  const { kubeconfig, server, authority, tokens, certificate, programs, simulated } = cluster;
  project.provide('cluster', { kubeconfig, server, authority, tokens, certificate, programs, simulated });
  return async () => cluster[Symbol.asyncDispose]();
}
