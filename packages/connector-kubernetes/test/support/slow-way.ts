import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a {@link SlowWay} leads to. */
export interface SlowWayOptions {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

/** A way to the API server on which a write takes its time, and arrives although whoever sent it has gone. */
export class SlowWay implements Disposable {
  /** Milliseconds that each write takes from now on. */
  delay = 0;
  /** How many were sent. */
  writes = 0;
  readonly #options: SlowWayOptions;
  readonly #server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const isWrite = incoming.method === 'PATCH' && !incoming.url?.includes('dryRun');
      if (isWrite) this.writes += 1;
      const forward = (): void => {
        const { host: _, ...headers } = incoming.headers;
        const { server, ca } = this.#options;
        const sent = request(server + (incoming.url ?? ''), { method: incoming.method, headers, ca }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.on('error', () => outgoing.destroy()).pipe(outgoing);
          if (!isWrite) outgoing.on('close', () => answer.destroy());
        });
        sent.on('error', () => outgoing.destroy());
        sent.end(Buffer.concat(parts));
      };
      setTimeout(forward, isWrite ? this.delay : 0);
    });
  });

  private constructor(options: SlowWayOptions) {
    this.#options = options;
  }

  static async open(options: SlowWayOptions): Promise<SlowWay> {
    const way = new SlowWay(options);
    await new Promise<void>((resolve) => way.#server.listen(0, '127.0.0.1', resolve));
    return way;
  }

  /** Writes a kubeconfig that leads this way, and returns where. */
  async kubeconfig(): Promise<string> {
    const { port } = this.#server.address() as AddressInfo; // it listens on a port
    const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
    const file = join(await mkdtemp(join(tmpdir(), 'servo-kubeconfig-')), 'kubeconfig');
    const named = {
      clusters: [{ name: 'slow', cluster }],
      users: [{ name: 'slow', user: { token: this.#options.token } }],
    };
    const contexts = [{ name: 'slow', context: { cluster: 'slow', user: 'slow' } }];
    await writeFile(file, JSON.stringify({ 'current-context': 'slow', ...named, contexts })); // JSON is YAML
    return file;
  }

  [Symbol.dispose](): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
