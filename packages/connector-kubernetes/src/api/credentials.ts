import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { assertAnswer } from './assert-user.js';
import { boundCredentialProgram, recentHang } from './credential-program.js';
import { credentialsError } from './credentials-error.js';
import { type ClusterAddress, readKubeConfig, type Surroundings } from './read-kube-config.js';
import { tokenFileAuthenticator } from './token-file.js';

/** What a request carries: the agent with certificates, and headers with a token that is new enough. */
export interface Identification extends Pick<RequestOptions, 'auth' | 'headers'> {
  readonly agent: Agent;
  /** What it was made of, so that it is known whether that has been renewed since. */
  readonly source: object;
}

/** Who the connector is to an API server. */
export interface Credentials {
  readonly server: string;
  /** The proxy on the way there, without its password. */
  readonly proxy?: string;
  apply(): Promise<Identification>;
  /** Reads all anew, unless that was done since: what the API server no longer accepts may have been replaced. */
  renew(refused: Identification): void;
}

/** Finds the credentials of a cluster, as {@link readKubeConfig} does. */
export async function loadCredentials(address: ClusterAddress, surroundings: Surroundings): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const read = (): KubeConfig => {
    const found = readKubeConfig(address, surroundings, () => new KubeConfig());
    boundCredentialProgram(found);
    found.addAuthenticator(tokenFileAuthenticator);
    return found;
  };
  let config = read();
  let applied: Promise<Identification> | undefined;
  const { server = '', proxyUrl } = config.getCurrentCluster() ?? {};
  return {
    server,
    ...(proxyUrl !== undefined && { proxy: new URL(proxyUrl).origin }),
    apply: () => {
      const mine = (applied ??= identification(config).finally(() => {
        if (applied === mine) applied = undefined; // requests of one moment share one run of a program
      }));
      return mine;
    },
    renew: ({ source }) => {
      if (source !== config) return;
      config = read();
      applied = undefined;
    },
  };
}

async function identification(config: KubeConfig): Promise<Identification> {
  const options: RequestOptions = {};
  const user = config.getCurrentUser();
  try {
    const hang = user && recentHang(user);
    if (hang) throw hang;
    await config.applyToHTTPSOptions(options);
    const { command } = (user?.exec ?? {}) as { readonly command?: string }; // untyped there
    if (command !== undefined) assertAnswer(command, options);
  } catch (cause) {
    throw credentialsError(cause, user);
  }
  const agent = options.agent as Agent & { keepAlive: boolean }; // one is always made, and kept
  agent.keepAlive = true;
  return { source: config, agent, headers: options.headers ?? {}, ...(options.auth != null && { auth: options.auth }) };
}
