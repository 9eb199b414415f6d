import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { load, realContext } from '../built-connector.js';
import { deadUrl, startService } from '../../../../tools/local-service.js';

test('measure() fails within two seconds when connections are refused', async () => {
  const start = performance.now();
  await expect(load({ url: await deadUrl(), warmup: '20s', duration: '60s' })).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'no-traffic',
    message: expect.stringMatching(/took no connection in .*ECONNREFUSED/),
  });
  expect(performance.now() - start).toBeLessThan(2_500);
});

test('measure() gives a service that hangs an error rate of 100 %, and the time-out as latency', async () => {
  await using service = await startService(() => {});
  const { values, logger } = await load({ url: service.url, timeout: '300ms' }, realContext());
  expect(values).toMatchObject({ error_rate: 100, throughput: 0 });
  expect(values['latency_min']).toBeGreaterThanOrEqual(300);
  expect(logger.messages('warn')).toContainEqual(expect.stringMatching(/answered none of \d+ requests: timed out/));
});

test('measure() gives a service that breaks off each request an error rate of 100 %, and the time-out as latency', async () => {
  await using service = await startService((request) => request.socket.destroy());
  const { values } = await load({ url: service.url, timeout: '300ms' });
  expect(values).toMatchObject({ error_rate: 100, throughput: 0 });
  expect(values['latency_min']).toBeGreaterThanOrEqual(300);
});

test('measure() counts what is not answered in time as an error that took that long', async () => {
  await using service = await startService((_, response, nth) => void (nth % 10 === 0 || response.end()));
  const { values } = await load({ url: service.url, timeout: '800ms', connections: 20 });
  expect(values['error_rate']).toBe(10);
  expect(values['latency_max']).toBeGreaterThanOrEqual(800);
});

test('measure() ends within a second of an abort, and the load with it', async () => {
  await using service = await startService((_, response) => response.end());
  const context = realContext();
  const measuring = load({ url: service.url, duration: '60s' }, context);
  while (service.arrivals.length < 20) await delay(10);
  const start = performance.now();
  context.abort(new DOMException('stop it', 'AbortError'));
  await expect(measuring).rejects.toThrow('stop it');
  expect(performance.now() - start).toBeLessThan(1_000);
  const { length } = service.arrivals;
  await delay(200);
  expect(service.arrivals.length).toBe(length);
});
