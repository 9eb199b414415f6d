import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@servo/core';
import { type Child, spawnChild } from '@servo/core/process';
import { clientCertificate } from './client-certificate.js';
import { freePorts } from './free-ports.js';

/** What tests need of a running cluster. */
export interface ClusterAccess {
  /** The file of the administrator. */
  readonly kubeconfig: string;
  readonly server: string;
  /** The certificate authority, as a file. */
  readonly authority: string;
  /** The tokens of two users: one may do everything, the other only what a test allows it. */
  readonly tokens: { readonly admin: string; readonly restricted: string };
  /** The files of a user who logs in by a certificate; who that is. */
  readonly certificate: { readonly user: string; readonly file: string; readonly key: string };
  /** The folder of the programs of the control plane, where kubectl is as well. */
  readonly programs: string;
  /** Whether pods are simulated; what a real cluster does with them cannot be chosen by annotations. */
  readonly simulated: boolean;
}

/** A control plane on loopback with two simulated nodes; all that it is made of ends with the test run. */
export interface Cluster extends ClusterAccess, AsyncDisposable {
  /** Kills the API server at once and starts it again; resolves when it answers. */
  restartApiServer(): Promise<void>;
}

const users = {
  admin: 'system:masters',
  restricted: '',
  'system:kube-controller-manager': '',
  'system:kube-scheduler': '',
  kwok: 'system:masters',
} as const;
type User = keyof typeof users;

/** Starts etcd, API server, controller manager, scheduler and kwok from a folder of programs, in about four seconds. */
export async function startCluster(programs: string): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-cluster-'));
  const [etcdPort, peerPort, apiPort, managerPort, schedulerPort, kwokPort] = await freePorts(6);
  const server = `https://127.0.0.1:${apiPort}`;
  const authority = join(folder, 'pki', 'apiserver.crt'); // the API server signs its own certificate and adds the authority
  const children: Child[] = [];
  const tokens = Object.fromEntries(
    Object.keys(users).map((user) => [user, randomBytes(16).toString('hex')]),
  ) as Record<User, string>; // the keys are those of users
  const start = async (name: string, args: readonly string[]): Promise<Child> => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
    const child = await spawnChild({ command: join(programs, name), args: [...args], cwd: folder, env });
    void drain(child);
    children.push(child);
    return child;
  };
  await mkdir(join(folder, 'pki'));
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serviceKey = join(folder, 'pki', 'sa.key');
  await writeFile(serviceKey, key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const certificate = {
    user: 'certified',
    file: join(folder, 'pki', 'client.crt'),
    key: join(folder, 'pki', 'client.key'),
  };
  const client = clientCertificate(certificate.user);
  await Promise.all([writeFile(certificate.file, client.certificate), writeFile(certificate.key, client.key)]);
  const rows = Object.entries(users).map(([user, group]) => `${tokens[user as User]},${user},${user},"${group}"`);
  await writeFile(join(folder, 'tokens.csv'), `${rows.join('\n')}\n`);

  const etcd = `http://127.0.0.1:${etcdPort}`;
  await start('etcd', [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
    '--unsafe-no-fsync',
    '--log-level=error',
  ]);
  const startApiServer = (): Promise<Child> =>
    start('kube-apiserver', [
      `--etcd-servers=${etcd}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${apiPort}`,
      '--endpoint-reconciler-type=none',
      `--cert-dir=${join(folder, 'pki')}`,
      `--token-auth-file=${join(folder, 'tokens.csv')}`,
      `--client-ca-file=${certificate.file}`,
      '--authorization-mode=Node,RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${serviceKey}`,
      `--service-account-signing-key-file=${serviceKey}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      '--kubelet-preferred-address-types=InternalIP',
    ]);
  let apiServer = await startApiServer();
  const call = async (method: string, path: string, body?: object): Promise<{ status: number; text: string }> =>
    send({ server, authority, token: tokens.admin }, method, path, body);
  await until('the API server', apiServer, async () => (await call('GET', '/readyz')).status === 200);

  const kubeconfigs = Object.fromEntries(
    await Promise.all(
      Object.keys(users).map(async (user) => {
        const file = join(folder, `${user.replaceAll(':', '-')}.kubeconfig`);
        await writeFile(file, kubeconfig({ server, authority, user, token: tokens[user as User] }));
        return [user, file] as const;
      }),
    ),
  ) as Record<User, string>; // the keys are those of users
  const manager = await start('kube-controller-manager', [
    `--kubeconfig=${kubeconfigs['system:kube-controller-manager']}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${managerPort}`,
    '--leader-elect=false',
    `--service-account-private-key-file=${serviceKey}`,
    `--root-ca-file=${authority}`,
    '--use-service-account-credentials=true',
    `--flex-volume-plugin-dir=${join(folder, 'volumes')}`,
    '--kube-api-qps=300',
    '--kube-api-burst=600',
    '--node-monitor-grace-period=60s',
  ]);
  await start('kube-scheduler', [
    `--kubeconfig=${kubeconfigs['system:kube-scheduler']}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${schedulerPort}`,
    '--leader-elect=false',
  ]);
  const stages = await simulation(folder);
  await start('kwok', [
    `--kubeconfig=${kubeconfigs.kwok}`,
    `--config=${stages}`,
    '--manage-all-nodes=true',
    '--node-ip=127.0.0.1',
    `--node-port=${kwokPort}`,
    `--server-address=127.0.0.1:${kwokPort}`,
    `--tls-cert-file=${authority}`,
    `--tls-private-key-file=${join(folder, 'pki', 'apiserver.key')}`,
    '--node-lease-duration-seconds=40',
  ]);
  for (const name of ['node-0', 'node-1']) await call('POST', '/api/v1/nodes', node(name));
  await until('the nodes', manager, async () => areReady((await call('GET', '/api/v1/nodes')).text));
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  await until('the service account', manager, async () => (await call('GET', account)).status === 200);

  return {
    kubeconfig: kubeconfigs.admin,
    server,
    authority,
    tokens: { admin: tokens.admin, restricted: tokens.restricted },
    certificate,
    programs,
    simulated: true,
    restartApiServer: async () => {
      await apiServer.stop({ signal: 'SIGKILL' });
      apiServer = await startApiServer();
      await until('the API server', apiServer, async () => (await call('GET', '/readyz')).status === 200);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.toReversed().map((child) => child.stop({ signal: 'SIGKILL' }))); // nothing of it is kept
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes how nodes and pods are simulated; the log of each container is two lines. */
async function simulation(folder: string): Promise<string> {
  const [log, file] = [join(folder, 'container.log'), join(folder, 'stages.yaml')];
  const line = (text: string): string => `2026-01-01T00:00:00.000000000Z stdout F ${text}\n`;
  await writeFile(log, line('starting') + line('out of heap'));
  const logs = { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'ClusterLogs', metadata: { name: 'logs' } };
  const stages = await readFile(new URL('stages.yaml', import.meta.url), 'utf8');
  await writeFile(
    file,
    `${stages}\n---\n${JSON.stringify({ ...logs, spec: { logs: [{ logsFile: log, previousLogsFile: log }] } })}\n`,
  );
  return file;
}

/** The text of a kubeconfig with one user and one context, both of one name. */
export function kubeconfig({
  server,
  authority,
  user,
  token,
  extra = {},
}: {
  readonly server: string;
  readonly authority: string;
  readonly user: string;
  readonly token?: string;
  readonly extra?: object;
}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': user,
    clusters: [{ name: 'local', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: user, user: { ...(token !== undefined && { token }), ...extra } }],
    contexts: [{ name: user, context: { cluster: 'local', user, namespace: 'default' } }],
  });
}

async function drain({ stdout, stderr }: Child): Promise<void> {
  const read = async (lines: AsyncIterable<string>): Promise<void> => {
    for await (const _ of lines); // the last ones are kept for the case that it ends early
  };
  await Promise.all([read(stdout), read(stderr)]);
}

async function until(what: string, child: Child, holds: () => Promise<boolean>): Promise<void> {
  const end = systemClock.monotonic() + 60_000;
  for (;;) {
    if (await holds().catch(() => false)) return; // not yet
    const ended = await Promise.race([child.exit, systemClock.sleep(50)]);
    if (ended || systemClock.monotonic() > end)
      throw new Error(`${what} did not become ready:\n${child.lastLines.join('\n')}`);
  }
}

type Credentials = { readonly server: string; readonly authority: string; readonly token: string };

async function send(
  { server, authority, token }: Credentials,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  const ca = await readFile(authority);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(server + path, { method, ca, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

function node(name: string): object {
  const size = { cpu: '4', memory: '8Gi', pods: '110' };
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
  const status = { capacity: size, allocatable: size };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, status };
}

interface NodeList {
  readonly items: readonly {
    readonly spec: { readonly taints?: readonly unknown[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

function areReady(text: string): boolean {
  const { items } = JSON.parse(text) as NodeList; // as the API server answers
  const isReady = ({ spec, status }: NodeList['items'][number]): boolean =>
    !spec.taints?.length && Boolean(status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True'));
  return items.length === 2 && items.every(isReady);
}
