import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type EndedServo, ServoProcess } from './servo-process.js';

/** The folder with all packages. */
export const packages = join(import.meta.dirname, '../../..');

const linked = ['servo-core', 'servo-cli', 'servo-optimizer', 'connector-process', 'connector-autocannon'];

/** A text, and what to put in its place. */
export type Change = readonly [text: string, instead: string];

/**
 * A folder with a servo.yaml, a service and the packages of the workspace, removed after the test; whatever was started
 * in it is killed.
 */
export class Deployment {
  readonly folder: string;
  readonly port: number;
  readonly #command: readonly [string, ...string[]];
  readonly #running: ServoProcess[] = [];

  constructor({ folder, port, command }: { folder: string; port: number; command: readonly [string, ...string[]] }) {
    this.folder = folder;
    this.port = port;
    this.#command = command;
    copyFileSync(join(import.meta.dirname, '../fixtures/service.mjs'), join(folder, 'service.mjs'));
    this.configure();
  }

  /** Writes servo.yaml: a short study of a service, with changes. */
  configure(...changes: readonly Change[]): void {
    this.write('servo.yaml', change(shortStudy(this.folder, this.port), changes));
  }

  /** Writes a file. */
  write(name: string, text: string | Uint8Array): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Installs `servo-connector-<name>`, with the code of its module and its commands, as the only connector. */
  connector(name: string, code: string, commands: Readonly<Record<string, string>> = {}): void {
    const directory = `servo-connector-${name}`;
    const connectors = { [name]: { entry: './index.js', export: 'Example', commands } };
    const manifest = { name: directory, version: '1.0.0', type: 'module', servo: { manifest: 1, connectors } };
    this.write(`node_modules/${directory}/index.js`, code);
    this.write(`node_modules/${directory}/package.json`, JSON.stringify(manifest));
    this.write('package.json', JSON.stringify({ dependencies: { [directory]: '1.0.0' } }));
  }

  /** Starts `servo`. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ServoProcess {
    const { PATH = '', HOME = '' } = process.env;
    const started = new ServoProcess(args, {
      command: this.#command,
      cwd: this.folder,
      env: { PATH, HOME, MARKER: this.folder, STARTS: join(this.folder, 'starts'), ...env },
    });
    this.#running.push(started);
    return started;
  }

  /** Runs `servo` to its end. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<EndedServo> {
    return this.start(args, env).ended;
  }

  /** Waits until the service was started so many times. */
  async started(times: number): Promise<void> {
    await vi.waitFor(
      () => {
        const starts = readFileSync(join(this.folder, 'starts'), 'utf8').trimEnd().split('\n').length;
        if (starts < times) throw new RangeError(`Expected ${times} starts of the service, got ${starts}`);
      },
      { timeout: 30_000, interval: 10 },
    );
  }

  /** What the connector of the service has stored: the settings in force, and those of an unfinished adjustment. */
  get stored(): { readonly settings: { readonly cache: number }; readonly pending?: unknown } {
    const path = join(this.folder, '.servo/process/process.json');
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { settings: { cache: 400 } }; // as configured
  }

  /** How far the last change is that the journal knows. */
  get lastPhase(): unknown {
    const path = join(this.folder, '.servo/journal.jsonl');
    const line = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) : '';
    return line ? (JSON.parse(line) as { readonly phase: unknown }).phase : undefined; // as the journal writes it
  }

  /** What runs and belongs to this deployment: servos, services, and whatever they started. */
  get processes(): readonly string[] {
    // with their environments, where the marker is
    const all = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return all.split('\n').filter((line) => line.includes(this.folder));
  }

  /** Kills what still runs, and removes the folder. */
  async remove(): Promise<void> {
    for (const each of this.#running) each.kill('SIGKILL');
    await Promise.all(this.#running.map(({ ended }) => ended));
    for (const line of this.processes) process.kill(Number.parseInt(line, 10), 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Makes a deployment with the packages of the workspace, for one test. */
export async function deployment(...changes: readonly Change[]): Promise<Deployment> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules/@servo'), { recursive: true });
  const dependencies: Record<string, string> = {};
  for (const directory of linked) {
    const root = join(packages, directory);
    const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly name: string };
    symlinkSync(root, join(folder, 'node_modules', name));
    dependencies[name] = '1.0.0';
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const made = new Deployment({
    folder,
    port: await freePort(),
    command: [process.execPath, join(packages, 'servo-cli/dist/bin.js')],
  });
  if (changes.length > 0) made.configure(...changes);
  onTestFinished(() => made.remove());
  return made;
}

/** Makes an empty folder. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'servo-system-')));
}

/** Finds a port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address && typeof address === 'object') return address.port;
  throw new TypeError('Expected the address of a port');
}

function shortStudy(folder: string, port: number): string {
  return `optimizer:
  kind: embedded
  minimize: price
  prices: {web.cache: 0.1}
  constraints: [p99 < 5000ms, error_rate < 50%]
  budget: {trials: 2}
connectors: [process, autocannon]
process:
  component: web
  command: [node, ${folder}/service.mjs]
  env: {PORT: "${port}"}
  ready: {http: "http://127.0.0.1:${port}/healthz", timeout: 20s, interval: 20ms}
  settings:
    cache: {min: 100, max: 400, step: 100, value: 400, env: CACHE}
autocannon: {url: "http://127.0.0.1:${port}/", rate: 50, warmup: 100ms, duration: 600ms}
`;
}

function change(text: string, changes: readonly Change[]): string {
  return changes.reduce((whole, [part, instead]) => {
    if (!whole.includes(part)) throw new RangeError(`Expected the configuration to contain ${part}`);
    return whole.replace(part, instead);
  }, text);
}
