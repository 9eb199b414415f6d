import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { control, isTimeSeries, type Measurement } from '@servo/core';
import type { ProcessConnector } from '@servo/connector-process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bench, realContext, toWorkers, workersOf } from './sample-service.js';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench[Symbol.asyncDispose]());

const range = { min: 1, max: 9, step: 1, value: 1 };
const withUsage = existsSync('/proc/thread-self/children');

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

/** A service that finds its setting in a file. */
function withFile(): { readonly web: ProcessConnector; readonly file: string } {
  const command = [process.execPath, '--env-file=web.conf', 'service.mjs'];
  const settings = { workers: { ...range, file: { path: 'web.conf', format: 'WORKERS={value}' } } };
  return { web: bench.connector({ command, settings }), file: join(bench.cwd, 'web.conf') };
}

async function measure(
  connector: ProcessConnector,
  seconds: number,
  metrics?: readonly string[],
): Promise<Measurement> {
  const context = realContext('measure');
  const input = { control: control({ duration: seconds }), metrics };
  await connector.prepare(input, context);
  const measured = await connector.measure(input, context);
  connector.review();
  return measured;
}

test('describe() answers settings and metrics, and starts nothing', async () => {
  const web = bench.connector();
  await web.attach();
  expect(await web.describe()).toEqual({
    components: [
      { name: 'web', settings: [{ type: 'range', name: 'workers', ...range, pinned: false, literal: 'WORKERS' }] },
    ],
    metrics: withUsage
      ? [
          { name: 'web_cpu', unit: 'cores' },
          { name: 'web_memory', unit: 'bytes' },
        ]
      : [],
  });
  expect(await bench.starts()).toEqual([]);
});

test('attach() refuses a corrupt file', async () => {
  const web = bench.connector();
  await web.adjust(toWorkers(2), realContext('adjust'));
  await writeFile(bench.stateFile, '{');
  await expect(bench.connector().attach()).rejects.toMatchObject({ code: 'PROCESS_STATE_CORRUPT' });
});

test('startup() is ready when a port accepts connections', async () => {
  const web = bench.connector({ ready: { tcp: `127.0.0.1:${bench.port}`, timeout: '5s', interval: '10ms' } });
  await web.startup(undefined, realContext('startup'));
  expect(await bench.answer()).toBe('1');
});

test('startup() asks again where a question was accepted and never answered', async () => {
  const env = { PORT: bench.port, WORKERS: 7 };
  const ready = { http: `${bench.url}/healthz`, timeout: '10s', interval: '20ms' };
  const web = bench.connector({ env, settings: {}, ready });
  await web.startup(undefined, realContext('startup'));
  expect(await bench.answer()).toBe('7');
});

test('startup() says of a program that never answers that it does not answer', async () => {
  const web = bench.connector({ env: { PORT: bench.port, WORKERS: 8 }, settings: {} });
  await expect(web.startup(undefined, realContext('startup'))).rejects.toMatchObject({
    code: 'PROGRAM_START_FAILED',
    message: expect.stringContaining('was not ready within 2s (it did not answer within 1s)'),
  });
});

test('startup() says how far it is', async () => {
  const web = bench.connector({ env: { PORT: bench.port, WORKERS: 4 }, settings: {} });
  const context = realContext('startup');
  await expect(web.startup(undefined, context)).rejects.toMatchObject({ code: 'PROGRAM_START_FAILED' });
  expect(context.progressed[0]?.message).toBe('waiting until web is ready');
  expect(context.progressed[0]?.percent).toBeGreaterThanOrEqual(50);
  expect(context.progressed[0]?.percent).toBeLessThan(100);
});

test('startup() needs no address', async () => {
  const web = bench.connector({ ready: undefined });
  await web.startup(undefined, realContext('startup'));
  await expect.poll(() => bench.answer(), { timeout: 5_000 }).toBe('1');
});

test('adjust() passes a value as an argument', async () => {
  const web = bench.connector({ settings: { workers: { ...range, argument: ['-w', '--workers={value}'] } } });
  await web.adjust(toWorkers(2), realContext('adjust'));
  expect((await bench.starts()).at(-1)).toMatchObject({ workers: 2, args: ['-w', '--workers=2'] });
});

test('adjust() passes a value within the command', async () => {
  const command = [process.execPath, 'service.mjs', '--workers={workers}'];
  const web = bench.connector({ command, settings: { workers: range } });
  await web.adjust(toWorkers(2), realContext('adjust'));
  expect((await bench.starts()).at(-1)).toMatchObject({ workers: 2, args: ['--workers=2'] });
});

test('adjust() passes a value in a file, and takes it back after a failure', async () => {
  const { web, file } = withFile();
  await web.adjust(toWorkers(2), realContext('adjust'));
  expect(await readFile(file, 'utf8')).toBe('WORKERS=2\n');
  await expect(web.adjust(toWorkers(3), realContext('adjust'))).rejects.toMatchObject({ reason: 'start-failed' });
  expect(await bench.answer()).toBe('2');
  expect(await readFile(file, 'utf8')).toBe('WORKERS=2\n');
});

test('adjust() writes no file after an abort; shutdown() takes it back', async () => {
  const { web, file } = withFile();
  await web.adjust(toWorkers(2), realContext('adjust'));
  const context = realContext('adjust');
  const adjusting = expect(web.adjust(toWorkers(4), context)).rejects.toThrow('enough');
  await expect.poll(() => readFile(file, 'utf8'), { interval: 5 }).toBe('WORKERS=4\n');
  context.abort(new Error('enough'));
  await adjusting;
  expect(await readFile(file, 'utf8')).toBe('WORKERS=4\n');
  const late = realContext('shutdown');
  late.revoke();
  await expect(web.shutdown(undefined, late)).rejects.toMatchObject({ code: 'HANDLER_REVOKED' });
  expect(await readFile(file, 'utf8')).toBe('WORKERS=4\n');
  await web.shutdown(undefined, realContext('shutdown'));
  expect(await readFile(file, 'utf8')).toBe('WORKERS=2\n');
});

test('adjust() ignores other components and refuses what the bounds forbid', async () => {
  const web = bench.connector();
  const other = { adjustments: [{ component: 'db', setting: 'workers', value: 2 }], control: control() };
  await web.adjust(other, realContext('adjust'));
  await expect(web.adjust(toWorkers(10), realContext('adjust'))).rejects.toMatchObject({
    reason: 'invalid-adjustment',
  });
  expect(await bench.starts()).toEqual([]);
});

test('adjust() asks for its right to act before each change', async () => {
  const context = realContext('adjust');
  await bench.connector().adjust(toWorkers(2), context);
  expect(context.guarded).toBeGreaterThanOrEqual(4);
});

test('adjust() waits for the settlement of its control', async () => {
  const web = bench.connector();
  const input = { ...toWorkers(5), control: control({ settlement: '2s' }) };
  await expect(web.adjust(input, realContext('adjust'))).rejects.toMatchObject({ reason: 'unstable' });
});

test('measure() starts the program and samples what its tree uses', { skip: !withUsage }, async () => {
  const web = bench.connector();
  const measuring = measure(web, 2);
  await expect.poll(() => bench.answer('/work')).toBe('1');
  await bench.answer('/work');
  const { readings, absent } = await measuring;
  const [cpu, memory] = readings.map((reading) =>
    isTimeSeries(reading) ? reading.points.map(([, value]) => value) : [],
  );
  expect(absent).toBeUndefined();
  expect(cpu).toHaveLength(2);
  expect(Math.max(...(cpu ?? []))).toBeGreaterThan(0.05);
  expect(Math.max(...(cpu ?? []))).toBeLessThan(3);
  expect(Math.min(...(memory ?? []))).toBeGreaterThan(60e6); // two node processes
});

test('measure() answers only what was asked for', { skip: !withUsage }, async () => {
  const web = bench.connector();
  const { readings } = await measure(web, 1, ['web_memory', 'throughput']);
  expect(readings.map((reading) => reading.metric.name)).toEqual(['web_memory']);
  expect(await measure(web, 0.1, ['throughput'])).toEqual({ readings: [] });
  expect((await measure(web, 0, ['web_cpu'])).absent).toEqual([{ metric: 'web_cpu', reason: 'no-data' }]);
});

test('prepare() never lets the server of somebody else be measured', async () => {
  const stranger = createServer().listen(bench.port, '127.0.0.1');
  await once(stranger, 'listening');
  await expect(measure(bench.connector(), 1)).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'address-in-use',
    message: expect.stringContaining(`127.0.0.1:${bench.port}`),
    hint: expect.stringContaining('Stop it'),
  });
  stranger.close();
  expect(await bench.starts()).toEqual([]);
});

test('prepare() fails the measurement with the reason of the start', async () => {
  const web = bench.connector({ env: { PORT: bench.port, WORKERS: 3 }, settings: {} });
  await expect(measure(web, 1)).rejects.toMatchObject({ code: 'MEASUREMENT_FAILED', reason: 'start-failed' });
  const absent = bench.connector({ command: ['no-such-program'] });
  await expect(measure(absent, 1)).rejects.toMatchObject({ reason: 'program-not-found' });
});

test('command() answers how the program is started with the settings in force', async () => {
  const web = bench.connector();
  await web.adjust(toWorkers(2), realContext('adjust'));
  const answer = await web.command();
  expect(answer).toMatchObject({
    component: 'web',
    command: [process.execPath, 'service.mjs'],
    cwd: bench.cwd,
    env: { PORT: `${bench.port}`, WORKERS: '2' },
    line: `PORT=${bench.port} WORKERS=2 ${process.execPath} service.mjs`,
  });
  expect(JSON.stringify(answer)).not.toContain('hidden');
});

test('the output of the program is logged', async () => {
  await bench.connector().startup(undefined, realContext('startup'));
  await expect.poll(() => bench.logger.messages('debug')).toContain('starting with 1');
});

test('checks pass before and while the program runs, and touch nothing', async () => {
  const web = bench.connector();
  const check = async () => [
    await web.checkFolder(),
    await web.checkProgram(),
    await web.checkSettings(),
    await web.checkAddress(realContext('check')),
  ];
  expect(await check()).toEqual([bench.cwd, process.execPath, undefined, `127.0.0.1:${bench.port} is free`]);
  expect(await bench.starts()).toEqual([]);
  await web.startup(undefined, realContext('startup'));
  expect((await check()).at(-1)).toMatch(/is that of \w+ itself \(process \d+\)$/);
  expect(await bench.startedWith()).toEqual([1]);
});

test('the program runs while the checks do, so that others can check it from outside', async () => {
  const web = bench.connector();
  await web.prepareChecks({}, realContext('check'));
  expect(await bench.startedWith()).toEqual([1]);
  expect(() => web.checkReady()).not.toThrow();
});

test('the check "becomes ready" says why the program does not', async () => {
  const web = bench.connector({ command: [process.execPath, '-e', 'console.error("no licence"); process.exit(3)'] });
  await web.prepareChecks({}, realContext('check'));
  expect(() => web.checkReady()).toThrow(/exit code 3[^]*no licence/);
});

test('checks say what is wrong and what to do', async () => {
  await writeFile(join(bench.cwd, 'web.conf'), 'TOKEN=1\n');
  await bench.connector().startup(undefined, realContext('startup'));
  const failed = (hint: string) => ({ code: 'CHECK_FAILED', hint: expect.stringContaining(hint) });
  const settings = { workers: { ...range, file: { path: 'web.conf', format: 'WORKERS={value}' } } };
  await expect(bench.connector({ cwd: 'none' }).checkFolder()).rejects.toMatchObject(failed('Create it'));
  await expect(bench.connector({ command: ['none'] }).checkProgram()).rejects.toMatchObject(failed('Install it'));
  await expect(bench.connector({ settings }).checkSettings()).rejects.toMatchObject(failed('move it away'));
  await expect(bench.connector().checkAddress(realContext('check'))).rejects.toMatchObject(failed('lsof'));
});

test('a servo that is killed leaves nothing, and the next one knows the settings in force', async () => {
  const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  expect(existsSync(entry), 'dist is missing: build the package first').toBe(true);
  const script = `
    import { ProcessConfig, ProcessConnector } from ${JSON.stringify(entry)};
    const logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, child: () => logger };
    const clock = { now: Date.now, monotonic: () => performance.now(), sleep: (wait) => new Promise((wake) => setTimeout(wake, wait)) };
    const config = ProcessConfig.parse(${JSON.stringify({ ...bench.config(), ready: { tcp: `127.0.0.1:${bench.port}` }, stop: {}, settle: 0 })});
    const host = { name: 'web', config, logger, clock, env: {}, cwd: '.', stateDir: '.servo' };
    const web = new ProcessConnector(host);
    const context = { signal: new AbortController().signal, guard() {}, progress() {} };
    const to = (value) => ({ adjustments: [{ component: 'web', setting: 'workers', value }], control: {} });
    await web.adjust(to(2), context);
    web.adjust(to(4), context);
    console.log('adjusted');
    setInterval(() => {}, 1000);`;
  const args = ['--input-type=module', '-e', script];
  const servo = spawn(process.execPath, args, { cwd: bench.cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface(servo.stdout), 'line');
  await expect.poll(() => bench.startedWith()).toEqual([2, 4]);
  servo.kill('SIGKILL');
  const pids = (await bench.starts()).flatMap((start) => start.pids);
  expect(pids).toHaveLength(4);
  await expect.poll(() => pids.filter(isAlive), { timeout: 5_000 }).toEqual([]);
  expect(await workersOf(bench.connector())).toBe(2);
});
