import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@servo/testing';
import { expect, onTestFinished, test } from 'vitest';
import { StubApiServer } from '../../test/support/stub-api-server.js';
import { loadCredentials } from './credentials.js';
import { HttpApi } from './http-api.js';

/** Asks a server without TLS by a kubeconfig that has a token; returns how it was told who asks. */
async function toldBy(cluster: object): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-credentials-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  let told: string | undefined;
  await using server = await StubApiServer.start((_, response, { headers }) => {
    told = headers.authorization;
    response.end('{}');
  });
  const kubeconfig = join(folder, 'config');
  const config = {
    'current-context': 'plain',
    clusters: [{ name: 'plain', cluster: { server: server.url, ...cluster } }],
    users: [{ name: 'me', user: { token: 'hush' } }],
    contexts: [{ name: 'plain', context: { cluster: 'plain', user: 'me' } }],
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  const credentials = await loadCredentials({ kubeconfig }, { env: {}, cwd: folder });
  using api = new HttpApi(credentials, { clock: new FakeClock() });
  await api.version(new AbortController().signal);
  return told;
}

test('a server without TLS is asked, and not told who asks', async () => {
  expect(await toldBy({})).toBeUndefined();
});

test('a server without TLS is told who asks where the kubeconfig says that it may be anybody', async () => {
  expect(await toldBy({ 'insecure-skip-tls-verify': true })).toBe('Bearer hush');
});
