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
  /** How the program ended; `undefined` while it runs. */
  #end: string | undefined;
  readonly #ended: Promise<void>;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
    this.#ended = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#end ??= how;
        resolve();
      };
      child.once('exit', (code, signal) => end(signal === null ? `ended with ${code}` : `was ended by ${signal}`));
      child.on('error', ({ message }) => child.pid === undefined && end(`could not be started: ${message}`));
    });
  }

  /** Starts one, and waits until it is ready. */
  static async start(options: PrometheusServerOptions = {}): Promise<PrometheusServer> {
    if ('missing' in found) throw new TypeError(found.missing);
    const folder = mkdtempSync(join(tmpdir(), 'servo-prometheus-'));
    try {
      prepare(found.folder, folder, options);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
    const port = await freePort();
    const program = join(found.folder, 'prometheus');
    const child = spawn(program, commandLine(folder, port, options), { stdio: 'ignore' });
    const server = new PrometheusServer(`http://127.0.0.1:${port}`, child, folder);
    try {
      await server.#ready();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const answer = await fetch(`${this.url}/-/ready`).catch(() => undefined); // it does not listen yet
      if (answer?.ok) return;
      if (this.#end !== undefined) throw new TypeError(`Prometheus ${this.#end}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new TypeError('Prometheus does not become ready');
  }
}

/** Writes what a server begins with. */
function prepare(programs: string, folder: string, options: PrometheusServerOptions): void {
  mkdirSync(join(folder, 'data'));
  if (options.samples !== undefined) load(programs, folder, options.samples);
  writeFileSync(join(folder, 'prometheus.yml'), configuration(options));
}

function commandLine(
  folder: string,
  port: number,
  { native = false, flags = [] }: PrometheusServerOptions,
): readonly string[] {
  return [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=10y',
    `--web.listen-address=127.0.0.1:${port}`,
    ...(native && !isSince(3, 9) ? ['--enable-feature=native-histograms'] : []),
    ...flags,
  ];
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
