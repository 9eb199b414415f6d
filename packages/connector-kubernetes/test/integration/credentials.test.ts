import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@servo/core';
import { describe, expect, inject, test } from 'vitest';
import { type ClusterAddress, loadCredentials } from '../../src/api/credentials.js';
import { HttpApi } from '../../src/api/http-api.js';
import { kubeconfig } from '../support/cluster.js';

const cluster = inject('cluster');
const signal = AbortSignal.timeout(60_000);

describe.skipIf(!cluster?.simulated)('loadCredentials()', () => {
  const { server = '', authority = '', tokens = { admin: '', restricted: '' } } = cluster ?? {};
  const versionWith = async (address: ClusterAddress, env: Record<string, string> = {}, cwd = '/nowhere') => {
    using api = new HttpApi(await loadCredentials(address, { env: { HOME: '/nowhere', ...env }, cwd }), {
      clock: systemClock,
    });
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const { status } = await api.review<{ status: { userInfo: { username: string } } }>(path, review, signal);
    return status.userInfo.username;
  };
  const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'servo-credentials-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return folder;
  };
  const plain = (user: 'admin' | 'restricted', extra?: object) =>
    kubeconfig({ server, authority, user, ...(extra ? { extra } : { token: tokens[user] }) });

  test('reads the configured file, from the folder of servo.yaml', async () => {
    const folder = await folderWith({ 'cluster.yaml': plain('restricted') });
    expect(await versionWith({ kubeconfig: 'cluster.yaml' }, {}, folder)).toBe('restricted');
  });

  test('reads all files of KUBECONFIG, and chooses a context of any of them', async () => {
    const folder = await folderWith({ one: plain('admin'), two: plain('restricted').replaceAll('"local"', '"other"') });
    const env = { KUBECONFIG: `${folder}/one:${folder}/absent:${folder}/two` };
    expect(await versionWith({}, env)).toBe('admin');
    expect(await versionWith({ context: 'restricted' }, env)).toBe('restricted');
  });

  test('reads ~/.kube/config of the environment it is given', async () => {
    const folder = await folderWith({});
    await (await import('node:fs/promises')).mkdir(join(folder, '.kube'));
    await writeFile(join(folder, '.kube', 'config'), plain('admin'));
    expect(await versionWith({}, { HOME: folder })).toBe('admin');
  });

  test('asks the program that a kubeconfig names', async () => {
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: tokens.restricted },
    };
    const folder = await folderWith({ plugin: `#!/bin/sh\ncat <<'X'\n${JSON.stringify(credential)}\nX\n` });
    await chmod(join(folder, 'plugin'), 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'plugin') };
    await writeFile(join(folder, 'config'), plain('restricted', { exec }));
    expect(await versionWith({ kubeconfig: join(folder, 'config') })).toBe('restricted');
  });

  test('says what a program said that failed', async () => {
    const folder = await folderWith({ plugin: '#!/bin/sh\necho log in first >&2\nexit 1\n' });
    await chmod(join(folder, 'plugin'), 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'plugin') };
    await writeFile(join(folder, 'config'), plain('restricted', { exec }));
    await expect(versionWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      message: expect.stringContaining('log in first'),
    });
  });

  test.each([
    ['a file that is missing', { kubeconfig: '/nope' }, 'expected a kubeconfig at /nope'],
    ['no cluster at all', {}, 'no kubeconfig was found, and this is no pod'],
  ])('refuses %s', async (_, address, message) => {
    await expect(versionWith(address)).rejects.toThrow(message);
  });

  test('refuses a context that is not there, and names those that are', async () => {
    const folder = await folderWith({ config: plain('admin') });
    const wrong = versionWith({ kubeconfig: join(folder, 'config'), context: 'prod' });
    await expect(wrong).rejects.toThrow('there is no context "prod" in the kubeconfig; it has "admin"');
  });

  test('refuses a file that is no kubeconfig', async () => {
    const folder = await folderWith({ config: '{clusters: [{}]}' });
    await expect(versionWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_CONFIG_INVALID',
      message: expect.stringContaining('clusters[0].name is missing'),
    });
  });

  test('an expired token is named as such', async () => {
    const folder = await folderWith({ config: kubeconfig({ server, authority, user: 'admin', token: 'expired' }) });
    await expect(versionWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      hint: expect.stringContaining('have expired'),
    });
  });

  test('a server that nobody trusts is not talked to', async () => {
    const text = plain('admin').replace(
      JSON.stringify(authority),
      JSON.stringify('/etc/ssl/certs/ca-certificates.crt'),
    );
    const folder = await folderWith({ config: text });
    const [{ cluster: found }] = (
      JSON.parse(await readFile(join(folder, 'config'), 'utf8')) as {
        clusters: [{ cluster: object }];
      }
    ).clusters;
    expect(found).not.toHaveProperty('certificate-authority', authority);
    await expect(versionWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
    });
  });
});
