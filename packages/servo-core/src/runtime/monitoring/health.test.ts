import { expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import type { ServoStatus } from '../control/servo-status.js';
import type { ServoEvent } from '../runner/servo-event.js';
import { Health } from './health.js';

const minutes = 60_000;

const status = (servo: string, more: Partial<ServoStatus> = {}): ServoStatus => ({
  servo,
  since: 0,
  activity: 'asking',
  optimizer: 'example.com/shop',
  ...more,
});
const shop = [status('shop')];

const commandStarted: ServoEvent = {
  servo: 'shop',
  type: 'command-started',
  command: 'MEASURE',
  uid: 'u1',
  detail: '',
  limit: 60 * minutes,
};

test.for<[what: string, event: ServoEvent, within: number]>([
  ['a turn', { servo: 'shop', type: 'turned' }, 0],
  ['a sleep', { servo: 'shop', type: 'sleeping', milliseconds: 30 * minutes, reason: '' }, 30],
  ['a retry', { servo: 'shop', type: 'retrying', milliseconds: 5 * minutes, message: '' }, 5],
  ['a command', commandStarted, 60],
])('Health.live() gives a loop the time that %s announces, and ten minutes', async ([, event, within]) => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.observe(event);
  await clock.advance((within + 10) * minutes);
  expect(health.live(shop, { running: true })).toEqual({ ok: true, servos: 1, failing: {} });
  await clock.advance(1_500);
  expect(health.live(shop, { running: true })).toEqual({ ok: false, servos: 1, failing: { shop: 'overdue for 2s' } });
  health.observe({ servo: 'shop', type: 'turned' });
  expect(health.live(shop, { running: true }).ok).toBe(true);
});

test('Health.live() takes progress for no sign of life, as a command has a limit', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.observe(commandStarted);
  await clock.advance(71 * minutes);
  health.observe({ servo: 'shop', type: 'progress', command: 'MEASURE', percent: 99 });
  expect(health.live(shop, { running: true }).ok).toBe(false);
});

test.for(['paused', 'stopped'] as const)('Health.live() expects nothing of a servo that is %s', async (type) => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.observe({ servo: 'shop', type: 'turned' });
  health.observe(type === 'stopped' ? { servo: 'shop', type, reason: 'SIGTERM' } : { servo: 'shop', type });
  await clock.advance(1e9);
  expect(health.live([status('shop', { activity: type })], { running: true }).ok).toBe(true);
});

test('Health.live() gives a loop that has not begun ten minutes from the first question', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  const starting = [status('shop', { activity: 'starting' }), status('late', { activity: 'starting' })];
  expect(health.live(starting.slice(0, 1), { running: true })).toEqual({ ok: true, servos: 1, failing: {} });
  await clock.advance(11 * minutes);
  expect(health.live(starting, { running: true })).toEqual({
    ok: false,
    servos: 2,
    failing: { shop: 'overdue for 60s' },
  });
});

test('Health.live() expects nothing before the run, in which each servo has its ten minutes', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  const starting = [status('shop', { activity: 'starting' })];
  expect(health.live(starting, { running: false }).ok).toBe(true);
  await clock.advance(30 * minutes); // checks are waited for
  expect(health.live(starting, { running: false })).toEqual({ ok: true, servos: 1, failing: {} });
  expect(health.live(starting, { running: true }).ok).toBe(true);
  await clock.advance(11 * minutes);
  expect(health.live(starting, { running: true }).failing).toEqual({ shop: 'overdue for 60s' });
});

test('Health.live() asks no more of a servo that was taken away', async () => {
  const clock = new FakeClock();
  const health = new Health(clock);
  health.observe({ servo: 'shop', type: 'turned' });
  await clock.advance(1e9);
  expect(health.live([], { running: true })).toEqual({ ok: true, servos: 0, failing: {} });
});

test('Health.ready() wants every servo connected or paused, and names the others', () => {
  const health = new Health(new FakeClock());
  const well = [status('a', {}), status('b', { activity: 'sleeping' }), status('c', { activity: 'paused' })];
  expect(health.ready(well)).toEqual({ ok: true, servos: 3, failing: {} });
  const retrying = status('d', { activity: 'retrying', reason: 'ECONNREFUSED' });
  const starting = status('e', { activity: 'starting', optimizer: undefined });
  expect(health.ready([...well, retrying, starting])).toEqual({
    ok: false,
    servos: 5,
    failing: { d: 'retrying: ECONNREFUSED', e: 'starting' },
  });
});

test('Health.ready() names a few where thousands fail', () => {
  const health = new Health(new FakeClock());
  const statuses = Array.from({ length: 5_000 }, (_, number) => status(`s${number}`, { activity: 'stopped' }));
  const report = health.ready(statuses);
  expect([report.ok, report.servos, Object.keys(report.failing).length]).toEqual([false, 5_000, 20]);
});
