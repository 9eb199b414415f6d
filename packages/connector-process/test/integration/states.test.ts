// Each test carries the number of its cell in docs/states.md: the row's letter and the column's digit.
import { spawnSync } from 'node:child_process';
import { AdjustmentRejectedError, control } from '@servo/core';
import type { ProcessConnector } from '@servo/connector-process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bench, realContext, toWorkers, workersOf } from './sample-service.js';

let bench: Bench;
let web: ProcessConnector;

beforeEach(async () => {
  bench = await Bench.open();
  web = bench.connector();
});
afterEach(() => bench[Symbol.asyncDispose]());

const start = (connector = web) => connector.startup(undefined, realContext('startup'));
const adjust = (workers: number, connector = web) => connector.adjust(toWorkers(workers), realContext('adjust'));

const stop = (connector = web) => connector.shutdown(undefined, realContext('shutdown'));

/** Whether anything that the service started runs. */
async function isAnythingLeft(): Promise<boolean> {
  const pids = (await bench.starts()).flatMap((each) => each.pids);
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pids.join(',')], { encoding: 'utf8' });
  return stdout.split('\n').some((stat) => /^[^Z\s]/.test(stat.trim()));
}

async function crash(): Promise<void> {
  await bench.answer('/die');
  await expect.poll(() => bench.logger.messages('warn')).toContainEqual(expect.stringContaining('ended by itself'));
}

test('A1 startup() starts the program and waits until it is ready', async () => {
  await start();
  expect(await bench.answer()).toBe('1');
  expect(await bench.stored()).toBeNull();
});

test('A1 startup() does not start beside a stranger at the address', async () => {
  await start();
  await expect(start(bench.connector())).rejects.toMatchObject({
    code: 'ADDRESS_IN_USE',
    message: expect.stringContaining(`127.0.0.1:${bench.port}`),
  });
  expect(await bench.startedWith()).toEqual([1]);
});

test('A2 startup() waits for the start under way', async () => {
  await Promise.all([start(), start()]);
  expect(await bench.startedWith()).toEqual([1]);
});

test('A3 startup() leaves a running program alone', async () => {
  await start();
  await start();
  expect(await bench.startedWith()).toEqual([1]);
});

test('A4 startup() waits for the change under way', async () => {
  const adjusting = adjust(2);
  await start();
  expect(await bench.answer()).toBe('2');
  await adjusting;
  expect(await bench.startedWith()).toEqual([2]);
});

test('A5 startup() starts again after a crash, and says so', async () => {
  await start();
  await crash();
  await start();
  expect(await bench.answer()).toBe('1');
  expect(bench.logger.messages('warn').at(-1)).toContain('after exit code 5');
});

test('A6 startup() is refused after the dispose', async () => {
  await web[Symbol.asyncDispose]();
  await expect(start()).rejects.toMatchObject({ code: 'PROGRAM_CLOSED' });
});

test('B1 adjust() of a stopped program proves the start and stores', async () => {
  const { components } = await adjust(2);
  expect(components[0]?.settings[0]?.value).toBe(2);
  expect(await bench.answer()).toBe('2');
  expect(await bench.stored()).toEqual({
    version: 1,
    component: 'web',
    configured: { workers: 1 },
    settings: { workers: 2 },
  });
});

test('B2 adjust() waits for the start under way', async () => {
  await Promise.all([start(), adjust(2)]);
  expect(await bench.startedWith()).toEqual([1, 2]);
  expect(await bench.answer()).toBe('2');
});

test('B3 adjust() has what is tried on disk before the program is stopped', async () => {
  await start();
  const adjusting = adjust(6);
  await expect
    .poll(() => bench.stored(), { interval: 5 })
    .toMatchObject({ settings: { workers: 1 }, pending: { workers: 6 } });
  expect(await workersOf(web)).toBe(1);
  await adjusting;
  expect(await bench.stored()).toMatchObject({ settings: { workers: 6 } });
  expect(await bench.stored()).not.toHaveProperty('pending');
  expect(await bench.startedWith()).toEqual([1, 6]);
});

test('B3 adjust() stops and writes nothing when its right to act was revoked', async () => {
  await start();
  const context = realContext('adjust');
  context.revoke();
  await expect(web.adjust(toWorkers(2), context)).rejects.toMatchObject({ code: 'HANDLER_REVOKED' });
  expect(await bench.stored()).toBeNull();
  expect(await bench.answer()).toBe('1');
});

test('A1 startup() writes nothing more when its right to act was revoked on the way', async () => {
  const slow = bench.connector({ settings: { workers: { min: 1, max: 9, step: 1, value: 6, env: 'WORKERS' } } });
  const aborted = realContext('adjust');
  const adjusting = expect(slow.adjust(toWorkers(4), aborted)).rejects.toThrow('enough');
  await expect.poll(() => bench.startedWith()).toEqual([4]);
  aborted.abort(new Error('enough'));
  await adjusting;
  const context = realContext('startup');
  const starting = expect(slow.startup(undefined, context)).rejects.toMatchObject({ code: 'HANDLER_REVOKED' });
  await expect.poll(() => bench.startedWith()).toEqual([4, 6]);
  context.revoke();
  await starting;
  expect(await bench.stored()).toHaveProperty('pending');
});

test('B4 adjust() waits for the change under way', async () => {
  await Promise.all([adjust(1), adjust(2), adjust(6)]);
  expect(await bench.startedWith()).toEqual([1, 2, 6]);
});

test('B5 adjust() of a crashed program starts it with the new settings', async () => {
  await start();
  await crash();
  await adjust(2);
  expect(await bench.answer()).toBe('2');
});

test('B6 adjust() is refused after the dispose', async () => {
  await web[Symbol.asyncDispose]();
  await expect(adjust(2)).rejects.toMatchObject({ code: 'PROGRAM_CLOSED' });
  expect(await bench.stored()).toBeNull();
});

test('C1 adjust() to the present values starts the program and stores nothing', async () => {
  await adjust(1);
  expect(await bench.answer()).toBe('1');
  expect(await bench.stored()).toBeNull();
});

test('C2 adjust() to the present values waits for the start under way', async () => {
  await Promise.all([start(), adjust(1)]);
  expect(await bench.startedWith()).toEqual([1]);
});

test('C3 adjust() to the present values leaves a running program alone', async () => {
  await start();
  const { components } = await adjust(1);
  expect(components[0]?.settings[0]?.value).toBe(1);
  expect(await bench.startedWith()).toEqual([1]);
});

test('C4 adjust() compares with what the change under way brings', async () => {
  await Promise.all([adjust(2), adjust(2)]);
  expect(await bench.startedWith()).toEqual([2]);
});

test('C5 adjust() to the present values starts a crashed program', async () => {
  await start();
  await crash();
  await adjust(1);
  expect(await bench.startedWith()).toEqual([1, 1]);
});

test('C6 adjust() to the present values is refused after the dispose', async () => {
  await web[Symbol.asyncDispose]();
  await expect(adjust(1)).rejects.toMatchObject({ code: 'PROGRAM_CLOSED' });
});

test('D2 startup() fails with the exit code and the last lines, and leaves nothing', async () => {
  const broken = bench.connector({ env: { PORT: bench.port, WORKERS: 3 }, settings: {} });
  await expect(start(broken)).rejects.toMatchObject({
    code: 'PROGRAM_START_FAILED',
    message: expect.stringMatching(/"web" ended with exit code 9 before it was ready.*cannot work with 3/s),
  });
  expect(await isAnythingLeft()).toBe(false);
});

test('D4 adjust() goes back when the program ends before it is ready', async () => {
  await start();
  const failure = await adjust(3).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AdjustmentRejectedError);
  expect(failure).toMatchObject({
    reason: 'start-failed',
    message: expect.stringMatching(/exit code 9.*starting with 3.*cannot work with 3/s),
  });
  expect(await bench.answer()).toBe('1');
  expect(await workersOf(web)).toBe(1);
  expect(await bench.stored()).not.toHaveProperty('pending');
});

test('D4 adjust() goes back when the program is not ready in time', async () => {
  await start();
  await expect(adjust(4)).rejects.toMatchObject({
    reason: 'start-failed',
    message: expect.stringMatching(/not ready within 2s.*ECONNREFUSED.*starting with 4/s),
  });
  expect(await bench.answer()).toBe('1');
  expect(await bench.startedWith()).toEqual([1, 4, 1]);
});

test('D4 adjust() goes back when the program dies while it settles', async () => {
  const patient = bench.connector({ settle: '2s' });
  await expect(adjust(5, patient)).rejects.toMatchObject({ code: 'ADJUSTMENT_REJECTED', reason: 'unstable' });
  expect(await bench.answer()).toBe('1');
});

test('D4 adjust() says so when the previous settings fail too', async () => {
  const broken = bench.connector({
    env: { PORT: bench.port + 1 },
    ready: { tcp: `127.0.0.1:${bench.port}`, timeout: '300ms' },
  });
  const failure = await adjust(2, broken).catch((error: unknown) => error);
  expect(failure).not.toBeInstanceOf(AdjustmentRejectedError);
  expect(failure).toMatchObject({ code: 'ADJUSTMENT_FAILED', reason: 'restore-failed', retryable: true });
  expect(await workersOf(broken)).toBe(1);
  expect(await isAnythingLeft()).toBe(false);
});

test('D4 adjust() that goes back stores nothing more when its right to act was revoked on the way', async () => {
  const slow = bench.connector({ settings: { workers: { min: 1, max: 9, step: 1, value: 6, env: 'WORKERS' } } });
  const context = realContext('adjust');
  const adjusting = expect(slow.adjust(toWorkers(3), context)).rejects.toThrow();
  await expect.poll(() => bench.startedWith()).toEqual([3, 6]);
  context.revoke();
  await adjusting;
  expect(await bench.stored()).toHaveProperty('pending');
});

test('D5 startup() after a crash may fail, too', async () => {
  await start();
  await crash();
  const stranger = bench.connector();
  await start(stranger);
  await expect(start()).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
});

test('E3 adjust() restores recorded values', async () => {
  await adjust(2);
  await adjust(1);
  expect(await bench.answer()).toBe('1');
  expect(await bench.stored()).toMatchObject({ settings: { workers: 1 } });
});

test('F3 what is in force is in the file without a promotion', async () => {
  await adjust(2);
  expect('promote' in web).toBe(false);
  expect(await workersOf(bench.connector())).toBe(2);
});

test('G1 attach() of a new servo finds the settings in force and starts nothing', async () => {
  await adjust(2);
  await web[Symbol.asyncDispose]();
  const next = bench.connector();
  await next.attach();
  expect(await workersOf(next)).toBe(2);
  expect(await bench.answer()).toBeUndefined();
  await start(next);
  expect(await bench.answer()).toBe('2');
});

test('G4 attach() drops what was interrupted, with a warning', async () => {
  await start();
  const adjusting = adjust(6);
  await expect.poll(() => bench.stored(), { interval: 5 }).toHaveProperty('pending');
  const next = bench.connector();
  await next.attach();
  expect(await workersOf(next)).toBe(1);
  expect(bench.logger.messages('warn').at(-1)).toContain('workers=6 was interrupted');
  await adjusting;
});

test('H1 H5 H6 shutdown() and dispose may be called in any state, and twice', async () => {
  await stop();
  await start();
  await crash();
  await stop();
  await web[Symbol.asyncDispose]();
  await web[Symbol.asyncDispose]();
  expect(await isAnythingLeft()).toBe(false);
});

test('H2 shutdown() ends the start under way', async () => {
  const slow = bench.connector({ env: { PORT: bench.port, WORKERS: 4 }, settings: {} });
  const starting = expect(start(slow)).rejects.toMatchObject({ code: 'PROGRAM_STOPPED' });
  await expect.poll(() => bench.startedWith()).toEqual([4]);
  const begun = performance.now();
  await stop(slow);
  expect(performance.now() - begun).toBeLessThan(1_000);
  await starting;
  expect(await isAnythingLeft()).toBe(false);
});

test('H3 shutdown() stops the program with all that it started; it can be started again', async () => {
  await start();
  expect(await isAnythingLeft()).toBe(true);
  await stop();
  expect(await isAnythingLeft()).toBe(false);
  await start();
  expect(await bench.answer()).toBe('1');
});

test('H4 dispose ends the change under way; what was in force stays so', async () => {
  await start();
  const adjusting = expect(adjust(4)).rejects.toMatchObject({ code: 'PROGRAM_STOPPED' });
  await expect.poll(() => bench.startedWith()).toEqual([1, 4]);
  await web[Symbol.asyncDispose]();
  await adjusting;
  expect(await isAnythingLeft()).toBe(false);
  expect(await workersOf(bench.connector())).toBe(1);
});

test('I3 measure() fails with the last lines as soon as the program dies', async () => {
  await start();
  const measuring = web.measure({ control: control({ duration: '1h' }) }, realContext('measure'));
  const failed = expect(measuring).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'crashed',
    message: expect.stringMatching(/"web" ended by itself with exit code 5.*starting with 1/s),
  });
  await bench.answer('/die');
  await failed;
});

test('I3 review() notices what died after measure() was done', async () => {
  await start();
  web.review();
  await crash();
  expect(() => web.review()).toThrow(expect.objectContaining({ reason: 'crashed' }));
});

test('I3 prepare() starts a crashed program before the next measurement', async () => {
  await start();
  await crash();
  await web.prepare({ control: control() }, realContext('measure'));
  expect(await bench.answer()).toBe('1');
  web.review();
});

test('J2 an abort ends a start within a second and leaves nothing', async () => {
  const slow = bench.connector({ env: { PORT: bench.port, WORKERS: 4 }, settings: {} });
  const context = realContext('startup');
  const reason = new Error('enough');
  const starting = expect(slow.startup(undefined, context)).rejects.toBe(reason);
  await expect.poll(() => bench.startedWith()).toEqual([4]);
  const begun = performance.now();
  context.abort(reason);
  await starting;
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(await isAnythingLeft()).toBe(false);
});

test('J3 an abort ends a measurement and not the program', async () => {
  await start();
  const context = realContext('measure');
  const reason = new Error('enough');
  const measuring = expect(web.measure({ control: control({ duration: '1h' }) }, context)).rejects.toBe(reason);
  context.abort(reason);
  await measuring;
  expect(await bench.answer()).toBe('1');
});

test('J4 an abort ends a change within a second; the next start uses what was in force', async () => {
  await start();
  const context = realContext('adjust');
  const reason = new Error('enough');
  const adjusting = expect(web.adjust(toWorkers(4), context)).rejects.toBe(reason);
  await expect.poll(() => bench.startedWith()).toEqual([1, 4]);
  const begun = performance.now();
  context.abort(reason);
  await adjusting;
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(await isAnythingLeft()).toBe(false);
  expect(await workersOf(web)).toBe(1);
  expect(await bench.stored()).toHaveProperty('pending');
  await start();
  expect(await bench.answer()).toBe('1');
  expect(await bench.stored()).not.toHaveProperty('pending');
});
