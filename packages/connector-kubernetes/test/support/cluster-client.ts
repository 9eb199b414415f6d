import { readFile } from 'node:fs/promises';
import { systemClock } from '@servo/core';
import { loadCredentials } from '../../src/api/credentials.js';
import { HttpApi } from '../../src/api/http-api.js';

/** Makes a client of the port for a kubeconfig. */
export async function clientOf(kubeconfig: string): Promise<HttpApi> {
  await readFile(kubeconfig);
  return new HttpApi(await loadCredentials({ kubeconfig }, { env: {}, cwd: '/' }), { clock: systemClock });
}
