import { type Assembly, createMonitoring, type Monitoring, type PageServer, servePages } from '@servo/core/runtime';
import { listenAddress } from './listen-address.js';
import type { Terminal } from './terminal.js';

/** Metrics and health that are to be served. */
export interface Monitored {
  readonly monitoring: Monitoring;
  /** Serves those of an assembly, and says where. */
  serve(assembly: Assembly, terminal: Terminal): Promise<PageServer>;
}

/**
 * Prepares what is served on an address.
 *
 * @throws {@link ServoError} `USAGE_INVALID` when it is none.
 */
export async function monitorOn(text: string): Promise<Monitored> {
  const address = listenAddress(text);
  const monitoring = await createMonitoring();
  return {
    monitoring,
    serve: async (assembly, terminal) => {
      const server = await servePages(monitoring.pages(assembly), address);
      terminal.note(`Metrics and health: ${server.url}/metrics, /healthz, /readyz`);
      return server;
    },
  };
}
