import type { ConnectorHost } from '@servo/core';
import type { ClusterAddress } from './api/read-kube-config.js';
import type { HttpApi } from './api/http-api.js';

type ClustersHost = Pick<ConnectorHost, 'env' | 'cwd' | 'clock' | 'logger'>;

/** The clients of a servo, one for each kubeconfig and context; each is made when it is first asked for. */
export class Clusters implements Disposable {
  readonly #host: ClustersHost;
  readonly #clients = new Map<string, Promise<HttpApi>>();

  constructor(host: ClustersHost) {
    this.#host = host;
  }

  api({ kubeconfig, context }: ClusterAddress): Promise<HttpApi> {
    const key = JSON.stringify([kubeconfig, context]);
    const known = this.#clients.get(key);
    if (known) return known;
    const made = this.#connect({ kubeconfig, context });
    made.catch(() => this.#clients.delete(key)); // the file may be there next time
    this.#clients.set(key, made);
    return made;
  }

  async #connect(address: ClusterAddress): Promise<HttpApi> {
    const { HttpApi } = await import('./api/http-api.js'); // loading them takes as long as all the rest
    const { loadCredentials } = await import('./api/credentials.js');
    return new HttpApi(await loadCredentials(address, this.#host), this.#host);
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values())
      client.then(
        (api) => api[Symbol.dispose](),
        () => {}, // it was never made
      );
    this.#clients.clear();
  }
}
