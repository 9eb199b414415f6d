import { existsSync } from 'node:fs';
import type { Agent, RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { ServoError } from '@servo/core';
import type { KubeConfig } from '@kubernetes/client-node';

/** Where a client is to connect to. */
export interface ClusterAddress {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** What a client reads of its surroundings. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Who the connector is to an API server. */
export interface Credentials {
  readonly server: string;
  /** What a request needs: the agent with certificates, and headers with a token that is new enough. */
  apply(): Promise<Pick<RequestOptions, 'auth' | 'headers'> & { readonly agent: Agent }>;
}

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Finds the credentials: those of the configured kubeconfig, of `KUBECONFIG` or of `~/.kube/config`; where there is none,
 * those that Kubernetes gives a pod.
 */
export async function loadCredentials(address: ClusterAddress, surroundings: Surroundings): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const files = kubeconfigFiles(address, surroundings);
  if (files.length > 0) loadFiles(config, files, () => new KubeConfig());
  else loadServiceAccount(config, surroundings);
  if (address.context !== undefined) chooseContext(config, address.context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw invalid(`${files.join(', ')}: the context "${config.getCurrentContext()}" names no cluster`);
  return { server, apply: async () => requestOptions(config) };
}

function kubeconfigFiles({ kubeconfig }: ClusterAddress, { env, cwd }: Surroundings): readonly string[] {
  if (kubeconfig !== undefined) {
    const path = kubeconfig.replace(/^~(?=\/)/, env['HOME'] ?? homedir());
    const file = isAbsolute(path) ? path : join(cwd, path);
    if (existsSync(file)) return [file];
    throw invalid(`expected a kubeconfig at ${file}, but there is none`);
  }
  const named = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '' && existsSync(file));
  const usual = join(env['HOME'] ?? homedir(), '.kube', 'config');
  return named.length > 0 ? named : existsSync(usual) ? [usual] : [];
}

function loadFiles(config: KubeConfig, [first = '', ...others]: readonly string[], make: () => KubeConfig): void {
  let file = first;
  try {
    config.loadFromFile(first);
    for (file of others) {
      const other = make();
      other.loadFromFile(file);
      config.mergeConfig(other, true);
    }
  } catch (cause) {
    throw invalid(`${file} is no kubeconfig: ${ServoError.from(cause).message}`, cause);
  }
}

function loadServiceAccount(config: KubeConfig, { env }: Surroundings): void {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!host)
    throw new ServoError(
      'KUBERNETES_CLUSTER_MISSING',
      'There is no cluster: no kubeconfig was found, and this is no pod',
      {
        hint: 'Set "kubeconfig" in servo.yaml or KUBECONFIG, or run the servo in the cluster.',
      },
    );
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  config.loadFromOptions({
    clusters: [{ name: 'pod', server, caFile: `${account}/ca.crt`, skipTLSVerify: false }],
    users: [{ name: 'pod', authProvider: { name: 'tokenFile', config: { tokenFile: `${account}/token` } } }],
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

async function requestOptions(config: KubeConfig): ReturnType<Credentials['apply']> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw new ServoError(
      'KUBERNETES_UNAUTHORIZED',
      `The credentials could not be read: ${ServoError.from(cause).message.trim()}`,
      {
        cause,
        hint: 'Run the program of the kubeconfig by hand, and look at the files that it names.',
      },
    );
  }
  const agent = options.agent as Agent & { keepAlive: boolean }; // one is always made, and kept
  agent.keepAlive = true;
  return { agent, headers: options.headers ?? {}, ...(options.auth != null && { auth: options.auth }) };
}

function invalid(problem: string, cause?: unknown): ServoError {
  return new ServoError('KUBERNETES_CONFIG_INVALID', `The cluster is not described rightly: ${problem}`, {
    hint: 'Correct "kubeconfig" or "context" in servo.yaml; `kubectl config get-contexts` lists what there is.',
    ...(cause !== undefined && { cause }),
  });
}
