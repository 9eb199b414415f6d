import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@servo/core';
import { spawnChild } from '@servo/core/process';
import { describe, expect, inject, test } from 'vitest';
import { loadCredentials } from '../../src/api/credentials.js';
import type { ClusterAddress, Surroundings } from '../../src/api/read-kube-config.js';
import { HttpApi } from '../../src/api/http-api.js';
import { namespaces } from '../../src/api/resource.js';
import { kubeconfig } from '../support/cluster.js';
import { TunnelProxy } from '../support/tunnel-proxy.js';

const cluster = inject('cluster');
const signal = AbortSignal.timeout(60_000);

describe.skipIf(!cluster?.simulated)('loadCredentials()', () => {
  const { server = '', authority = '', tokens = { admin: '', restricted: '' }, certificate } = cluster ?? {};
  const apiWith = async (address: ClusterAddress, { env, ...rest }: Partial<Surroundings> = {}): Promise<HttpApi> => {
    const surroundings = { env: { HOME: '/nowhere', ...env }, cwd: '/nowhere', ...rest };
    return new HttpApi(await loadCredentials(address, surroundings), { clock: systemClock });
  };
  const userWith = async (address: ClusterAddress, surroundings?: Partial<Surroundings>): Promise<string> => {
    using api = await apiWith(address, surroundings);
    return await userOf(api);
  };
  const userOf = async (api: HttpApi): Promise<string> => {
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
    expect(await userWith({ kubeconfig: 'cluster.yaml' }, { cwd: folder })).toBe('restricted');
  });

  test('reads all files of KUBECONFIG, and chooses a context of any of them', async () => {
    const folder = await folderWith({ one: plain('admin'), two: plain('restricted').replaceAll('"local"', '"other"') });
    const env = { KUBECONFIG: `${folder}/one:${folder}/absent:${folder}/two` };
    expect(await userWith({}, { env })).toBe('admin');
    expect(await userWith({ context: 'restricted' }, { env })).toBe('restricted');
  });

  test('takes no other file where that of KUBECONFIG is missing', async () => {
    const folder = await folderWith({});
    await mkdir(join(folder, '.kube'));
    await writeFile(join(folder, '.kube', 'config'), plain('admin'));
    const env = { HOME: folder, KUBECONFIG: `${folder}/absent` };
    await expect(userWith({}, { env })).rejects.toMatchObject({
      code: 'KUBERNETES_CONFIG_INVALID',
      message: expect.stringContaining(`KUBECONFIG names ${folder}/absent, and there is none`),
    });
  });

  test('reads ~/.kube/config of the environment it is given', async () => {
    const folder = await folderWith({});
    await mkdir(join(folder, '.kube'));
    await writeFile(join(folder, '.kube', 'config'), plain('admin'));
    expect(await userWith({}, { env: { HOME: folder } })).toBe('admin');
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
    expect(await userWith({ kubeconfig: join(folder, 'config') })).toBe('restricted');
  });

  test('says what a program said that failed', async () => {
    const folder = await folderWith({ plugin: '#!/bin/sh\necho log in first >&2\nexit 1\n' });
    await chmod(join(folder, 'plugin'), 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'plugin') };
    await writeFile(join(folder, 'config'), plain('restricted', { exec }));
    await expect(userWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      message: expect.stringContaining('log in first'),
    });
  });

  test.each([
    [
      'a file that is missing',
      { kubeconfig: '/nowhere/config' },
      '"kubeconfig" names /nowhere/config, and there is no such file',
    ],
    ['no cluster at all', {}, 'no kubeconfig was found, and this is no pod'],
  ])('refuses %s', async (_, address, message) => {
    await expect(userWith(address)).rejects.toThrow(message);
  });

  test('says which key names a file that is missing, and what to do', async () => {
    await expect(userWith({ kubeconfig: 'cluster.yaml' }, { cwd: '/nowhere' })).rejects.toMatchObject({
      code: 'KUBERNETES_CONFIG_INVALID',
      message: expect.stringContaining('"kubeconfig" names /nowhere/cluster.yaml'),
      hint: expect.stringContaining('Correct the key "kubeconfig" in servo.yaml'),
    });
  });

  test('needs no TLS where `kubectl proxy` leads to the API server', async () => {
    const { kubeconfig: file = '', programs = '' } = cluster ?? {};
    const args = ['proxy', '--port=0', `--kubeconfig=${file}`];
    await using proxy = await spawnChild({ command: join(programs, 'kubectl'), args, cwd: tmpdir(), env: {} });
    const line = await proxy.stdout[Symbol.asyncIterator]().next();
    const [, address] = /serve on (\S+)$/.exec(String(line.value)) ?? [];
    const clusters = [{ name: 'proxy', cluster: { server: `http://${address}` } }];
    const contexts = [{ name: 'proxy', context: { cluster: 'proxy', user: 'nobody' } }];
    const config = JSON.stringify({ 'current-context': 'proxy', clusters, contexts, users: [] });
    expect(await userWith({ kubeconfig: join(await folderWith({ config }), 'config') })).toBe('admin');
  });

  test('refuses a context that is not there, and names those that are', async () => {
    const folder = await folderWith({ config: plain('admin') });
    const wrong = userWith({ kubeconfig: join(folder, 'config'), context: 'prod' });
    await expect(wrong).rejects.toThrow('there is no context "prod" in the kubeconfig; it has "admin"');
  });

  test('refuses a file that is no kubeconfig', async () => {
    const folder = await folderWith({ config: '{clusters: [{}]}' });
    await expect(userWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_CONFIG_INVALID',
      message: expect.stringContaining('clusters[0].name is missing'),
    });
  });

  test('an expired token is named as such', async () => {
    const folder = await folderWith({ config: kubeconfig({ server, authority, user: 'admin', token: 'expired' }) });
    await expect(userWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      hint: expect.stringContaining('have expired'),
    });
  });

  test('reads the token of a file anew for each request, whatever token stands beside it', async () => {
    const folder = await folderWith({ token: `${tokens.restricted}\n`, config: plain('admin', withFile) });
    using api = await apiWith({ kubeconfig: join(folder, 'config') });
    expect(await userOf(api)).toBe('restricted');
    await writeFile(join(folder, 'token'), tokens.admin);
    expect(await userOf(api)).toBe('admin');
  });

  test('a pod uses the service account that Kubernetes gives it, and no proxy', async () => {
    const serviceAccount = await folderWith({ token: tokens.restricted, 'ca.crt': await readFile(authority, 'utf8') });
    const { hostname, port } = new URL(server);
    const env = {
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      HTTPS_PROXY: 'http://nowhere.invalid',
    };
    expect(await userWith({}, { env, serviceAccount })).toBe('restricted');
  });

  test('a pod without a service account is told how to get one', async () => {
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1' };
    await expect(userWith({}, { env, serviceAccount: await folderWith({}) })).rejects.toMatchObject({
      code: 'KUBERNETES_CLUSTER_MISSING',
      message: expect.stringContaining('/token to log in with'),
      hint: expect.stringContaining('automountServiceAccountToken: true'),
    });
  });

  test('logs in with a certificate', async () => {
    const extra = { 'client-certificate': certificate?.file, 'client-key': certificate?.key };
    const folder = await folderWith({ config: plain('admin', extra) });
    expect(await userWith({ kubeconfig: join(folder, 'config') })).toBe(certificate?.user);
  });

  test('reads the kubeconfig again when its token is no longer accepted', async () => {
    const file = join(
      await folderWith({ config: kubeconfig({ server, authority, user: 'admin', token: 'old' }) }),
      'config',
    );
    using api = await apiWith({ kubeconfig: file });
    await expect(userOf(api)).rejects.toMatchObject({ code: 'KUBERNETES_UNAUTHORIZED' });
    await writeFile(file, plain('admin'));
    expect(await userOf(api)).toBe('admin');
  });

  test('asks a program once for many requests, and again when its token is no longer accepted', async () => {
    const folder = await folderWith({ token: 'old', runs: '', plugin: countingPlugin });
    await chmod(join(folder, 'plugin'), 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'plugin') };
    await writeFile(join(folder, 'config'), plain('restricted', { exec }));
    using api = await apiWith({ kubeconfig: join(folder, 'config') });
    await expect(userOf(api)).rejects.toMatchObject({ code: 'KUBERNETES_UNAUTHORIZED' });
    const runs = async () => (await readFile(join(folder, 'runs'), 'utf8')).length;
    const before = await runs();
    await writeFile(join(folder, 'token'), tokens.restricted);
    expect(await Promise.all(Array.from({ length: 20 }, () => userOf(api)))).toEqual(Array(20).fill('restricted'));
    expect(await runs()).toBe(before + 1);
  });

  test('does not wait for a program that waits for an answer', async () => {
    const folder = await folderWith({ plugin: '#!/bin/sh\nread -r answer\n' });
    await chmod(join(folder, 'plugin'), 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: join(folder, 'plugin') };
    await writeFile(join(folder, 'config'), plain('restricted', { exec }));
    using api = await apiWith({ kubeconfig: join(folder, 'config') });
    const enough = new AbortController();
    const asking = api.version(enough.signal);
    enough.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });

  describe('with a proxy', () => {
    const named = 'https://cluster.invalid:6443'; // only the proxy knows where that is
    const proxied = (extra: object = {}) => {
      const parsed = JSON.parse(kubeconfig({ server: named, authority, user: 'admin', token: tokens.admin })) as {
        clusters: [{ cluster: object }];
      };
      Object.assign(parsed.clusters[0].cluster, { 'tls-server-name': 'kubernetes.default.svc', ...extra });
      return JSON.stringify(parsed);
    };
    const port = Number(new URL(server || 'http://127.0.0.1:1').port);

    test.each([
      ['of the kubeconfig', true],
      ['of the environment', false],
    ])('goes through the one %s, with its password', async (_, isConfigured) => {
      await using proxy = await TunnelProxy.start(port);
      const url = `http://me:hush@${proxy.address}`;
      const folder = await folderWith({ config: proxied(isConfigured ? { 'proxy-url': url } : {}) });
      const env = { HTTPS_PROXY: isConfigured ? 'http://nowhere.invalid' : url };
      expect(await userWith({ kubeconfig: join(folder, 'config') }, { env })).toBe('admin');
      const authorization = `Basic ${Buffer.from('me:hush').toString('base64')}`;
      expect(proxy.asked[0]).toEqual({ target: 'cluster.invalid:6443', authorization });
    });

    test('names the proxy that refuses, and not its password', async () => {
      await using proxy = await TunnelProxy.start(port, 407);
      const folder = await folderWith({ config: proxied({ 'proxy-url': `http://me:hush@${proxy.address}` }) });
      using api = await apiWith({ kubeconfig: join(folder, 'config') });
      const failed = api.create({ resource: namespaces }, {}, { signal }).catch((error: unknown) => error);
      expect(await failed).toMatchObject({
        code: 'KUBERNETES_UNREACHABLE',
        message: expect.stringMatching(`${named}, through the proxy http://${proxy.address}, cannot be reached: .*407`),
      });
      expect(String(await failed)).not.toContain('hush');
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
    await expect(userWith({ kubeconfig: join(folder, 'config') })).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
    });
  });
});

const withFile = { tokenFile: 'token', token: 'expired' };

const countingPlugin = `#!/bin/sh
cd "$(dirname "$0")"
printf x >> runs
printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "%s"}}' "$(cat token)"
`;
