import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpApi } from '../../src/api/http-api.js';
import type { Pod } from '../../src/api/objects.js';
import { pods } from '../../src/api/resource.js';
import { parseCores } from '../../src/quantity/cpu.js';
import { gibibytesOf, parseBytes } from '../../src/quantity/memory.js';

/**
 * How a workload does with so many pods, each of so many cores and GiB: there is work for 0.6 cores, a single pod is away at
 * times, and less than 384 MiB is too little.
 */
export function performanceOf(replicas: number, cores: number, memory: number): { latency: number; errors: number } {
  const busy = replicas === 0 ? 1 : 0.6 / (replicas * cores);
  return { latency: busy >= 1 ? 5_000 : 10 / (1 - busy), errors: memory < 0.375 || replicas < 2 ? 5 : 0 };
}

/** Tells Prometheus how a workload does with the pods that it has, by a closed form; no container runs anything. */
export async function workloadExporter(
  api: HttpApi,
  namespace: string,
): Promise<{ readonly target: string } & Disposable> {
  const server = createServer((_, response) => {
    const answered = exposition(api, namespace).then(
      (text) => response.setHeader('content-type', 'text/plain; version=0.0.4').end(text),
      () => response.writeHead(503).end(), // the API server is away
    );
    void answered;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    target: `127.0.0.1:${port}`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function exposition(api: HttpApi, namespace: string): Promise<string> {
  const { items } = await api.list({ resource: pods, namespace }, AbortSignal.timeout(1_000));
  const ready = items.filter(isReady);
  const { cpu = '0', memory = '1Mi' } = ready[0]?.spec.containers[0]?.resources?.requests ?? {};
  const { latency, errors } = performanceOf(ready.length, parseCores(cpu) ?? 0, gibibytesOf(parseBytes(memory) ?? 0n));
  return `shop_latency_milliseconds ${latency}\nshop_errors_percent ${errors}\n`;
}

function isReady({ metadata, status }: Pod): boolean {
  const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return ready === true && metadata.deletionTimestamp === undefined;
}
