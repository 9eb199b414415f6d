import * as prometheus from 'prom-client';
import { expect, test } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import type { ServoStatus } from '../control/servo-status.js';
import { ServoMetrics } from './servo-metrics.js';

/** Metrics, and the lines of one of them. */
function counted({ ownSeries = 100 } = {}) {
  const clock = new FakeClock();
  const metrics = new ServoMetrics(prometheus, { clock, version: '1.2.3', ownSeries });
  const lines = async (name: string, statuses: readonly ServoStatus[] = []): Promise<readonly string[]> => {
    const { body } = await metrics.text(statuses);
    return body.split('\n').filter((line) => line.startsWith(name));
  };
  return { clock, metrics, lines };
}

test('ServoMetrics count turns, commands, retries and restarts by servo', async () => {
  const { metrics, lines } = counted();
  metrics.observe({ servo: 'shop', type: 'turned' });
  metrics.observe({ servo: 'shop', type: 'turned' });
  metrics.observe({ servo: 'shop', type: 'command-finished', command: 'ADJUST', status: 'rejected', elapsed: 2_000 });
  metrics.observe({ servo: 'shop', type: 'retrying', milliseconds: 1_000, message: '' });
  metrics.observe({ servo: 'shop', type: 'restarting', milliseconds: 1_000, message: '' });
  expect(await lines('servo_loop_turns_total')).toEqual(['servo_loop_turns_total{servo="shop"} 2']);
  expect(await lines('servo_commands_total')).toEqual([
    'servo_commands_total{servo="shop",command="ADJUST",status="rejected"} 1',
  ]);
  expect(await lines('servo_command_duration_seconds_sum')).toEqual([
    'servo_command_duration_seconds_sum{command="ADJUST"} 2',
  ]);
  expect(await lines('servo_retries_total')).toEqual(['servo_retries_total{servo="shop"} 1']);
  expect(await lines('servo_restarts_total')).toEqual(['servo_restarts_total{servo="shop"} 1']);
});

test('ServoMetrics time requests, and know how many are under way', async () => {
  const { clock, metrics, lines } = counted();
  const ended = metrics.onRequest('HELLO');
  metrics.onRequest('WHATS_NEXT');
  await clock.advance(250);
  ended('ok');
  expect(await lines('servo_requests_in_flight')).toEqual(['servo_requests_in_flight 1']);
  expect(await lines('servo_requests_total')).toEqual(['servo_requests_total{event="HELLO",outcome="ok"} 1']);
  expect(await lines('servo_request_duration_seconds_sum')).toEqual([
    'servo_request_duration_seconds_sum{event="HELLO"} 0.25',
  ]);
});

test('ServoMetrics say what the servos do, and how long they wait to try again', async () => {
  const { clock, lines } = counted();
  const statuses: readonly ServoStatus[] = [
    { servo: 'a', activity: 'retrying', since: 0, until: clock.now() + 30_000 },
    { servo: 'b', activity: 'sleeping', since: 0, until: clock.now() + 60_000 },
  ];
  expect(await lines('servo_backoff_seconds', statuses)).toEqual([
    'servo_backoff_seconds{servo="a"} 30',
    'servo_backoff_seconds{servo="b"} 0',
  ]);
  const activities = await lines('servo_servos', statuses);
  expect(activities).toContain('servo_servos{activity="retrying"} 1');
  expect(activities).toContain('servo_servos{activity="paused"} 0');
  expect(await lines('servo_backoff_seconds', [])).toEqual([]); // they are gone
});

test('ServoMetrics bound the time series of servos', async () => {
  const { metrics, lines } = counted({ ownSeries: 2 });
  for (const servo of ['a', 'b', 'c', 'd', 'a']) metrics.observe({ servo, type: 'turned' });
  expect(await lines('servo_loop_turns_total')).toEqual([
    'servo_loop_turns_total{servo="a"} 2',
    'servo_loop_turns_total{servo="b"} 1',
    'servo_loop_turns_total{servo="other"} 2',
  ]);
});

test('ServoMetrics tell the version, memory and the lag of the event loop', async () => {
  const { lines } = counted();
  expect(await lines('servo_build_info')).toEqual([`servo_build_info{version="1.2.3",node="${process.version}"} 1`]);
  expect((await lines('process_resident_memory_bytes')).length).toBe(1);
  expect((await lines('nodejs_eventloop_lag_p99_seconds')).length).toBe(1);
});
