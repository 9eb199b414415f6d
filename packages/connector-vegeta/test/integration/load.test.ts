import { expect } from 'vitest';
import { measure, realContext } from '../measure.js';
import { test } from '../real-vegeta.js';
import { startService } from '../../../../tools/local-service.js';

test('measure() sends the load at its rate and measures it', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end('hello'), 10));
  const { values, sums, series, annotations } = await measure({ target: `GET ${service.url}` }, { duration: '2s' });
  expect(values).toMatchObject({ throughput: 6_000, error_rate: 0, success_rate: 100 });
  expect(values['latency_min']).toBeGreaterThanOrEqual(9);
  expect(values['latency_50th']).toBeLessThan(60);
  expect(sums['bytes_in']).toBe(200 * 5);
  expect(series.map(({ points }) => points.length)).toEqual([4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 4, 4]);
  expect(annotations).toMatchObject({ 'vegeta/status_codes': '{"200":200}' });
  expect(annotations).not.toHaveProperty('servo/load');
  expect(service.arrivals).toHaveLength(200);
});

test('measure() counts nothing of the warm-up, however slow it was', async () => {
  await using service = await startService((_, response, __, since) =>
    setTimeout(() => response.writeHead(since < 990 ? 500 : 200).end(), since < 990 ? 900 : 5),
  );
  const { values, annotations } = await measure({ target: `GET ${service.url}` }, { duration: '1s', warmup: '1s' });
  expect(service.arrivals).toHaveLength(200);
  expect(annotations).toMatchObject({ 'vegeta/status_codes': '{"200":100}' });
  expect(values).toMatchObject({ throughput: 6_000, error_rate: 0 });
  expect(values['latency_max']).toBeLessThan(500);
});

test('measure() shows answers of 500 as errors, and tells which', async () => {
  await using service = await startService((_, response, nth) => response.writeHead(nth % 4 === 0 ? 500 : 200).end());
  const { values, annotations, counts } = await measure({ target: `GET ${service.url}` });
  expect(values).toMatchObject({ error_rate: 25, success_rate: 75, throughput: 4_500 });
  expect(annotations).toMatchObject({
    'vegeta/status_codes': '{"200":75,"500":25}',
    'vegeta/errors': '{"500 Internal Server Error":25}',
  });
  expect(counts).toEqual({ error_rate: 100, success_rate: 100 });
});

test('measure() shows broken connections as errors, as one however often it came', async () => {
  await using service = await startService((request, response, nth) =>
    nth % 5 === 0 ? request.socket.resetAndDestroy() : response.end(),
  );
  const { values, annotations } = await measure({ target: `POST ${service.url}`, keepalive: false });
  expect(values).toMatchObject({ error_rate: 20, throughput: 4_800 });
  expect([values['latency_90th'], values['latency_99th']]).toEqual([30_000, 30_000]); // not what a reset takes
  expect(Object.values(JSON.parse(annotations?.['vegeta/errors'] ?? '{}') as object)).toEqual([20]);
});

test('measure() raises the rate by a ramp, each rate for its part of the warm-up', async () => {
  await using service = await startService((_, response) => response.end());
  const config = { target: `GET ${service.url}`, rate: 200, ramp: [50, '100/1s'] };
  const { values } = await measure(config, { duration: '500ms', warmup: '1500ms' });
  expect(values).toMatchObject({ error_rate: 0 });
  expect(values['throughput']).toBeGreaterThan(11_000); // a busy machine sends some requests less
  const most = 25 + 50 + 100 + 100;
  expect(service.arrivals.length).toBeGreaterThan(0.95 * most);
  expect(service.arrivals.length).toBeLessThanOrEqual(most);
});

test('measure() takes the rate that the optimizer asks for', async () => {
  await using service = await startService((_, response) => response.end());
  const config = { target: `GET ${service.url}` };
  expect((await measure(config, { load: { rate: '1200/1m' } })).values['throughput']).toBe(1_200);
  const wrong = measure(config, { load: { rps: 3 } });
  await expect(wrong).rejects.toMatchObject({ reason: 'load-invalid', message: expect.stringContaining('"rps"') });
});

test('measure() says when the load was not reached', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end(), 100));
  const config = { target: `GET ${service.url}`, maxWorkers: 4 };
  const { annotations, logger } = await measure(config, { duration: '2s' });
  const load = JSON.parse(annotations?.['servo/load'] ?? '{}') as Record<string, unknown>;
  expect(load).toMatchObject({ asked: 100, verdict: 'load not reached' });
  expect(load['achieved']).toBeGreaterThan(30);
  expect(load['achieved']).toBeLessThan(50);
  expect(logger.messages('warn').join()).toContain('Load not reached');
});

test('measure() sends as fast as the workers can where the rate has no limit', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end(), 20));
  const { values, annotations } = await measure({ target: `GET ${service.url}`, rate: 0, maxWorkers: 2 });
  expect(values['throughput']).toBeGreaterThan(3_000);
  expect(values['throughput']).toBeLessThanOrEqual(6_060);
  expect(annotations).not.toHaveProperty('servo/load');
});

test('measure() measures a service that answers nothing as failing and as slow as the timeout', async () => {
  await using service = await startService(() => {});
  const { values, logger } = await measure({ target: `GET ${service.url}`, rate: 20, timeout: '300ms' });
  expect(values).toMatchObject({ throughput: 0, error_rate: 100 });
  expect(values['latency_min']).toBeGreaterThanOrEqual(300);
  expect(logger.messages('warn').join()).toContain('answered none of 20 requests');
});

test('measure() tells how it goes', async () => {
  await using service = await startService((_, response) => response.end());
  const context = realContext();
  await measure({ target: `GET ${service.url}`, metrics: ['error_rate'] }, { duration: '2500ms' }, context);
  expect(context.progressed.length).toBeGreaterThanOrEqual(2);
  expect(context.progressed[0]?.message).toBe(`loading: GET ${service.url} at 100/1s`);
  expect(context.reported.map(({ metric }) => metric.name)).toContain('error_rate');
});
