import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AdjustInput, adjustment, control, type EventName, type SettingValue, systemClock } from '@servo/core';
import { ProcessConfig, ProcessConnector } from '@servo/connector-process';
import { connectorHost, eventContext, recordingLogger, type TestContext } from '@servo/testing';

/**
 * A service with one setting: 1 and 2 workers are fine, 3 end it at once, 4 never become ready, 5 end it soon after, 6 take
 * their time, 7 swallow the first question, and 8 every one. It writes down its starts, and has a child of its own.
 */
const script = `
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
const workers = Number(process.env.WORKERS ?? process.argv.at(-1).split('=').at(-1));
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
appendFileSync('starts.jsonl', JSON.stringify({ workers, args: process.argv.slice(2), pids: [process.pid, child.pid] }) + '\\n');
console.log('starting with ' + workers);
if (workers === 3) { console.error('cannot work with 3'); process.exit(9); }
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  if (workers === 8 || (workers === 7 && asked === 1)) return;
  if (request.url === '/die') process.exit(5);
  if (request.url === '/work') for (const end = Date.now() + 300; Date.now() < end; );
  response.end(String(workers));
});
if (workers === 4) setInterval(() => {}, 1000);
else setTimeout(() => server.listen(Number(process.env.PORT), '127.0.0.1'), workers === 6 ? 700 : 0);
if (workers === 5) server.once('listening', () => setTimeout(() => process.exit(6), 300));
`;

/** One start of the service, as it wrote it down. */
export interface Start {
  readonly workers: number;
  readonly args: readonly string[];
  readonly pids: readonly number[];
}

/** What replaces a part of the configuration. */
export type Overrides = Readonly<Record<string, unknown>>;

/** A folder with the service, and connectors that run it. */
export class Bench implements AsyncDisposable {
  readonly cwd: string;
  readonly port: number;
  readonly logger = recordingLogger();
  readonly #connectors: ProcessConnector[] = [];

  private constructor(cwd: string, port: number) {
    this.cwd = cwd;
    this.port = port;
  }

  static async open(): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), 'connector-process-')), await freePort());
    await writeFile(join(bench.cwd, 'service.mjs'), script);
    return bench;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get stateFile(): string {
    return join(this.cwd, '.servo/process/web.json');
  }

  config(overrides: Overrides = {}): ProcessConfig {
    return ProcessConfig.parse({
      component: 'web',
      command: [process.execPath, 'service.mjs'],
      env: { PORT: this.port },
      ready: { http: `${this.url}/healthz`, timeout: '2s', interval: '20ms' },
      settings: { workers: { min: 1, max: 9, step: 1, value: 1, env: 'WORKERS' } },
      stop: { grace: '1s' },
      ...overrides,
    });
  }

  connector(overrides: Overrides = {}): ProcessConnector {
    const host = connectorHost({
      name: 'web',
      config: this.config(overrides),
      clock: systemClock,
      logger: this.logger,
      env: { PATH: process.env['PATH'], SERVO_TOKEN: 'hidden' },
      cwd: this.cwd,
      stateDir: join(this.cwd, '.servo'),
    });
    const connector = new ProcessConnector(host);
    this.#connectors.push(connector);
    return connector;
  }

  async starts(): Promise<readonly Start[]> {
    const text = await readFile(join(this.cwd, 'starts.jsonl'), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
  }

  /** The workers of each start. */
  async startedWith(): Promise<readonly number[]> {
    return (await this.starts()).map(({ workers }) => workers);
  }

  /** What the running service answers; `undefined` when none runs. */
  async answer(path = '/'): Promise<string | undefined> {
    return fetch(`${this.url}${path}`, { headers: { connection: 'close' } }).then(
      (response) => response.text(),
      () => undefined,
    );
  }

  async stored(): Promise<unknown> {
    return JSON.parse(await readFile(this.stateFile, 'utf8').catch(() => 'null'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connector of this.#connectors) await connector[Symbol.asyncDispose]();
    await rm(this.cwd, { recursive: true });
  }
}

/** A context on the real clock. */
export function realContext<E extends EventName>(event: E): TestContext<E> {
  return eventContext({ event, clock: systemClock });
}

/** The input of an adjustment of `web.workers`. */
export function toWorkers(value: SettingValue): AdjustInput {
  return { adjustments: [adjustment('web', 'workers', value)], control: control() };
}

/** The present value of `web.workers`. */
export async function workersOf(connector: ProcessConnector): Promise<SettingValue | undefined> {
  const { components } = await connector.describe();
  return components[0]?.settings.find(({ name }) => name === 'workers')?.value;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
