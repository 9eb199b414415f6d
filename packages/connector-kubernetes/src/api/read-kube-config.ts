import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { ServoError } from '@servo/core';
import type { KubeConfig } from '@kubernetes/client-node';
import { assertCluster, assertUser } from './assert-user.js';
import { kubeConfigError as invalid } from './kube-config-error.js';
import { loadKubeFile } from './load-kube-file.js';
import { proxyFor } from './proxy-for.js';

/** Where a client is to connect to. */
export interface ClusterAddress {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** What a client reads of its surroundings. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The folder in which a pod finds its service account. @default where Kubernetes puts it */
  readonly serviceAccount?: string;
}

const usualAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Reads the configured kubeconfig, those of `KUBECONFIG`, or `~/.kube/config`; where there is none, what Kubernetes gives a
 * pod. A proxy of the environment applies to clusters that name none of their own, and never to the pod's own cluster.
 */
export function readKubeConfig(
  { kubeconfig, context }: ClusterAddress,
  surroundings: Surroundings,
  make: () => KubeConfig,
): KubeConfig {
  const config = make();
  const files = kubeconfigFiles({ kubeconfig }, surroundings);
  if (files.length > 0) loadFiles(config, files, make);
  else loadServiceAccount(config, surroundings);
  if (context !== undefined) chooseContext(config, context);
  if (!config.getCurrentContext()) throw noContext(files, config);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw invalid(`${files.join(', ')}: the context "${config.getCurrentContext()}" names no cluster`);
  stayAnonymousWithoutTls(config);
  if (files.length > 0) assertIdentities(config);
  if (files.length > 0) useProxy(config, proxyFor(server, surroundings.env));
  return config;
}

function kubeconfigFiles({ kubeconfig }: ClusterAddress, { env, cwd }: Surroundings): readonly string[] {
  if (kubeconfig !== undefined) {
    const path = kubeconfig.replace(/^~(?=\/)/, env['HOME'] ?? homedir());
    const file = isAbsolute(path) ? path : join(cwd, path);
    if (existsSync(file)) return [file];
    throw invalid(`"kubeconfig" names ${file}, and there is no such file`, {
      hint:
        'Correct the key "kubeconfig" in servo.yaml; a path counts from the folder of servo.yaml. ' +
        'Without the key it is that of KUBECONFIG, ~/.kube/config, or the service account of the pod.',
    });
  }
  const named = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const present = named.filter((file) => existsSync(file));
  if (present.length < 1 && named.length > 0)
    // the usual one may be of another cluster
    throw invalid(`KUBECONFIG names ${named.join(' and ')}, and there is none`);
  const usual = join(env['HOME'] ?? homedir(), '.kube', 'config');
  return present.length > 0 ? present : existsSync(usual) ? [usual] : [];
}

function loadFiles(config: KubeConfig, [first = '', ...others]: readonly string[], make: () => KubeConfig): void {
  loadKubeFile(config, first);
  for (const file of others) {
    const other = make();
    loadKubeFile(other, file);
    config.mergeConfig(other, true);
  }
}

function loadServiceAccount(config: KubeConfig, { env, serviceAccount = usualAccount }: Surroundings): void {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!host)
    throw new ServoError(
      'KUBERNETES_CLUSTER_MISSING',
      'There is no cluster: no kubeconfig was found, and this is no pod',
      {
        hint: 'Set "kubeconfig" in servo.yaml or KUBECONFIG, or run the servo in the cluster.',
      },
    );
  for (const name of ['token', 'ca.crt'])
    if (!existsSync(join(serviceAccount, name)))
      throw new ServoError(
        'KUBERNETES_CLUSTER_MISSING',
        `This pod has no ${join(serviceAccount, name)} to log in with`,
        {
          hint: 'Give the pod a serviceAccountName, and set "automountServiceAccountToken: true" there.',
        },
      );
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  config.loadFromOptions({
    clusters: [{ name: 'pod', server, caFile: `${serviceAccount}/ca.crt`, skipTLSVerify: false }],
    users: [{ name: 'pod', authProvider: { name: 'tokenFile', config: { tokenFile: `${serviceAccount}/token` } } }],
    contexts: [{ name: 'pod', cluster: 'pod', user: 'pod' }],
    currentContext: 'pod',
  });
}

function chooseContext(config: KubeConfig, context: string): void {
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(context))
    throw invalid(
      `there is no context "${context}" in the kubeconfig; it has ${names.map((name) => `"${name}"`).join(', ')}`,
    );
  config.setCurrentContext(context);
}

function useProxy(config: KubeConfig, proxyUrl: string | undefined): void {
  const current = config.getCurrentCluster();
  if (proxyUrl === undefined || current?.proxyUrl !== undefined) return;
  config.clusters = config.clusters.map((cluster) => (cluster === current ? { ...cluster, proxyUrl } : cluster));
}

/**
 * Without TLS it is not known who listens. As with kubectl, who asks is told only where the kubeconfig says that this is no
 * matter; `kubectl proxy` logs in by itself.
 */
function stayAnonymousWithoutTls(config: KubeConfig): void {
  const current = config.getCurrentCluster();
  if (!current?.server.startsWith('http:') || current.skipTLSVerify) return;
  config.clusters = config.clusters.map((each) => (each === current ? { ...each, skipTLSVerify: true } : each));
  config.users = [];
}

function noContext(files: readonly string[], config: KubeConfig): ServoError {
  const names = config.getContexts().map(({ name }) => `"${name}"`);
  return invalid(`${files.join(', ')} names no current context; it has ${names.join(', ') || 'none at all'}`, {
    hint: 'Set "context" in servo.yaml, or "current-context" with `kubectl config use-context`.',
  });
}

function assertIdentities(config: KubeConfig): void {
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()];
  if (cluster) assertCluster(cluster);
  if (user) assertUser(user);
}
