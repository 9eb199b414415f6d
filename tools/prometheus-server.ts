import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPrometheus } from './real-prometheus.js';

const found = realPrometheus();
/** Why the tests that need a real server are skipped; `undefined` when they are not. */
export const missing: string | undefined = 'missing' in found ? found.missing : undefined;

/** How a server is started. */
export interface PrometheusServerOptions {
  /** Scraped each second, as host:port. */
  readonly target?: string;
  /** Samples from before, as OpenMetrics. */
  readonly samples?: string;
  readonly flags?: readonly string[];
}

/** A real Prometheus on a port of its own. */
export class PrometheusServer implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
  }

  /** Starts one, and waits until it is ready. */
  static async start({ target, samples, flags = [] }: PrometheusServerOptions = {}): Promise<PrometheusServer> {
    if ('missing' in found) throw new TypeError(found.missing);
    const folder = mkdtempSync(join(tmpdir(), 'servo-prometheus-'));
    const data = join(folder, 'data');
    mkdirSync(data);
    if (samples !== undefined) load(found.folder, folder, samples);
    const targets = target === undefined ? '' : `  - {job_name: shop, static_configs: [{targets: ["${target}"]}]}\n`;
    const config = `global: {scrape_interval: 1s}\nscrape_configs:\n${targets || '  []\n'}`;
    writeFileSync(join(folder, 'prometheus.yml'), config);
    const port = await freePort();
    const child = spawn(
      join(found.folder, 'prometheus'),
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=10y',
        `--web.listen-address=127.0.0.1:${port}`,
        ...flags,
      ],
      { stdio: 'ignore' },
    );
    const server = new PrometheusServer(`http://127.0.0.1:${port}`, child, folder);
    await server.#ready();
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    if (this.#child.exitCode === null) await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const answer = await fetch(`${this.url}/-/ready`).catch(() => undefined); // it does not listen yet
      if (answer?.ok) return;
      if (this.#child.exitCode !== null) throw new TypeError(`Prometheus ended with ${this.#child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new TypeError('Prometheus does not become ready');
  }
}

/** Writes samples into the store of a server that has not begun. */
function load(programs: string, folder: string, samples: string): void {
  const file = join(folder, 'samples.om');
  writeFileSync(file, samples);
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'data')];
  const { status, stderr } = spawnSync(join(programs, 'promtool'), args, { encoding: 'utf8' });
  if (status !== 0) throw new TypeError(`promtool failed: ${stderr}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address && typeof address === 'object') return address.port;
  throw new TypeError('Expected the address of a port');
}
