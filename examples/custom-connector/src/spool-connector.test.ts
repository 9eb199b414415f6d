import { mkdtemp, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handlersOf, isTimeSeries, type Measurement, runChecks, type TimeSeries } from '@servo/core';
import { connectorHost, eventContext, FakeClock, fakeDispatch, recordingLogger, sampleControl } from '@servo/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SpoolConfig } from './spool-config.js';
import { SpoolConnector } from './spool-connector.js';

const clock = new FakeClock();
let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'spool-'));
  await mkdir(join(cwd, 'jobs'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function file(name: string, text: string, age: number): Promise<void> {
  const written = new Date(clock.now() - age * 1_000);
  await writeFile(join(cwd, 'jobs', name), text);
  await utimes(join(cwd, 'jobs', name), written, written);
}

function spool(config: object = {}, logger = recordingLogger()): SpoolConnector {
  return new SpoolConnector(
    connectorHost({ config: SpoolConfig.parse({ path: 'jobs', ...config }), clock, cwd, logger }),
  );
}

const series = ({ readings }: Measurement): readonly TimeSeries[] => readings.filter(isTimeSeries);
const values = (measurement: Measurement): object =>
  Object.fromEntries(series(measurement).map(({ metric, points }) => [metric.name, points.map(([, value]) => value)]));

test('SpoolConnector.measure() looks as often as it is told', async () => {
  await file('a', '12345', 10);
  await file('b', '123', 4);
  await mkdir(join(cwd, 'jobs/folder'));
  const context = eventContext({ event: 'measure', clock });
  const control = sampleControl({ warmup: '30s', duration: '10s' });
  const measurement = await clock.until(spool({ every: '5s' }).measure({ control }, context));
  expect(values(measurement)).toEqual({
    spool_files: [2, 2, 2],
    spool_size: [8, 8, 8],
    spool_oldest: [40, 45, 50],
  });
  expect(context.progressed.map(({ percent }) => percent)).toEqual([0, 50]);
  expect(context.reported).toHaveLength(9);
});

test('SpoolConnector.measure() measures what is asked for, and says what is absent', async () => {
  const control = sampleControl({ warmup: 0, duration: 0 });
  const wanted = { metrics: ['spool_files', 'spool_oldest', 'throughput'], control };
  const measurement = await clock.until(spool().measure(wanted, eventContext({ clock })));
  expect(values(measurement)).toEqual({ spool_files: [0] });
  expect(measurement.absent).toEqual([{ metric: 'spool_oldest', reason: 'no-data' }]);
});

test('SpoolConnector.measure() stops when it is aborted', async () => {
  const context = eventContext({ clock });
  const measuring = spool().measure({ control: sampleControl() }, context);
  context.abort(new Error('enough'));
  await expect(measuring).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});

test('SpoolConnector.measure() fails with a reason when the folder is gone', async () => {
  const measuring = spool({ path: 'elsewhere' }).measure(
    { control: sampleControl({ warmup: 0 }) },
    eventContext({ clock }),
  );
  await expect(clock.until(measuring)).rejects.toMatchObject({ code: 'MEASUREMENT_FAILED', reason: 'unreadable' });
});

test('SpoolConnector.measure() sends spool/backlog when too many files wait', async () => {
  await file('a', '', 60);
  await file('b', '', 30);
  const dispatch = fakeDispatch();
  const control = sampleControl({ warmup: 0, duration: 0 });
  await clock.until(spool({ maxFiles: 1 }).measure({ control }, eventContext({ clock, dispatch })));
  await clock.until(spool({ maxFiles: 2 }).measure({ control }, eventContext({ clock, dispatch })));
  expect(dispatch.sent).toMatchObject([{ event: 'spool/backlog', input: { files: 2, oldest: 60 } }]);
});

test('SpoolConnector handles its own event', () => {
  const logger = recordingLogger();
  spool({}, logger).warn({ files: 3, oldest: 9 });
  expect(logger.entries).toMatchObject([{ level: 'warn', fields: { files: 3, oldest: 9 } }]);
  expect(handlersOf(SpoolConnector).map(({ event }) => event)).toEqual(['metrics', 'measure', 'spool/backlog']);
});

test('the checks of SpoolConnector say what to do', async () => {
  const context = eventContext({ event: 'check', clock });
  const [missing, ...others] = await runChecks(spool({ path: 'elsewhere' }), { context });
  expect(missing).toMatchObject({
    id: 'readable',
    success: false,
    hint: `Create it: mkdir -p ${join(cwd, 'elsewhere')}`,
  });
  expect(others).toEqual([]);
  await file('a', '', 60);
  await file('b', '', 60);
  const checks = await runChecks(spool({ maxFiles: 1 }), { context });
  expect(checks.map(({ success, message }) => [success, message])).toEqual([
    [true, '2 files wait'],
    [false, '2 files wait'],
  ]);
});

test('SpoolConfig refuses what it does not know', () => {
  expect(SpoolConfig.safeParse({ path: 'jobs', evry: '1s' }).success).toBe(false);
  expect(SpoolConfig.parse({ path: 'jobs' }).every.seconds).toBe(5);
});
