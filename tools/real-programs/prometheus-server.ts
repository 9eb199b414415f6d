import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPrometheus } from './real-prometheus.js';

const found = realPrometheus();
/** Why the tests that need a real server are skipped; `undefined` when they are not. */
export const missing: string | undefined = 'missing' in found ? found.missing : undefined;

const [major = 0, minor = 0] = 'missing' in found ? [] : versionOf(join(found.folder, 'prometheus'));
/** Why native histograms cannot be tried; `undefined` when they can. */
export const missingNative: string | undefined =
  missing ??
  (isSince(2, 40) ? undefined : `prometheus ${major}.${minor} knows no native histograms: 2.40 and later do`);

/** How a server is started. */
export interface PrometheusServerOptions {
  /** Scraped each second, as host:port. */
  readonly target?: string;
  /** Samples from before, as OpenMetrics. */
  readonly samples?: string;
  /** More jobs, as scrape_configs lists them. */
  readonly jobs?: readonly string[];
  /** Whether native histograms are scraped. */
  readonly native?: boolean;
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
  static async start(options: PrometheusServerOptions = {}): Promise<PrometheusServer> {
    if ('missing' in found) throw new TypeError(found.missing);
    const { samples, native = false, flags = [] } = options;
    const folder = mkdtempSync(join(tmpdir(), 'servo-prometheus-'));
    const data = join(folder, 'data');
    mkdirSync(data);
    if (samples !== undefined) load(found.folder, folder, samples);
    writeFileSync(join(folder, 'prometheus.yml'), configuration(options));
    const port = await freePort();
    const child = spawn(
      join(found.folder, 'prometheus'),
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=10y',
        `--web.listen-address=127.0.0.1:${port}`,
        ...(native && !isSince(3, 9) ? ['--enable-feature=native-histograms'] : []),
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

function configuration({ target, jobs = [], native = false }: PrometheusServerOptions): string {
  const shop = target === undefined ? [] : [`{job_name: shop, static_configs: [{targets: ["${target}"]}]}`];
  const histograms = native && isSince(3, 9) ? ', scrape_native_histograms: true' : ''; // a flag before
  const global = `{scrape_interval: 1s${histograms}}`;
  return `global: ${global}\nscrape_configs: [${[...shop, ...jobs].join(', ')}]\n`;
}

function versionOf(program: string): readonly number[] {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return (
    /version (\d+)\.(\d+)/
      .exec(stdout + stderr)
      ?.slice(1)
      .map(Number) ?? []
  ); // older ones write it to stderr
}

function isSince(wantedMajor: number, wantedMinor: number): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
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
