import { createServer } from 'node:net';
import type { TimeSeries } from '@servo/core';
import { expect, test } from 'vitest';
import { load, realContext } from '../built-connector.js';
import { listen, startService } from '../../../../tools/local-service.js';

test('measure() sends the load evenly and measures it', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end('hello'), 10));
  const { values, readings, annotations } = await load({ url: service.url, rate: 60, warmup: '1s', duration: '2s' });
  expect(values).toMatchObject({ throughput: 3_600, error_rate: 0 });
  expect(values['latency_min']).toBeGreaterThanOrEqual(9);
  expect(values['latency_50th']).toBeLessThan(60);
  expect([readings.length, annotations]).toEqual([10, undefined]);
  expect(service.arrivals.length).toBe(180);
  const phases = service.arrivals.map((time) =>
    Math.floor((((time - (service.arrivals[0] ?? 0)) % 1_000) / 1_000) * 4),
  );
  for (const quarter of [0, 1, 2, 3])
    expect(phases.filter((phase) => phase === quarter).length, `quarter ${quarter} of each second`).toBeGreaterThan(30);
});

test('measure() counts nothing of the warm-up, however slow it was', async () => {
  await using service = await startService((_, response, __, since) =>
    setTimeout(() => response.end(), since < 900 ? 1_500 : 5),
  );
  const { values } = await load({ url: service.url, warmup: '1s', duration: '1s' });
  expect(values['latency_max']).toBeLessThan(500);
  expect(values).toMatchObject({ throughput: 6_000, error_rate: 0 });
});

test('measure() shows answers of 500 as errors', async () => {
  await using service = await startService((_, response, nth) => response.writeHead(nth % 4 === 0 ? 500 : 200).end());
  const { values } = await load({ url: service.url });
  expect(values).toMatchObject({ error_rate: 25, throughput: 4_500 });
});

test('measure() shows broken connections as errors', async () => {
  await using service = await startService((request, response, nth) =>
    nth % 5 === 0 ? request.socket.destroy() : response.end(),
  );
  const { values } = await load({ url: service.url, requests: [{ method: 'POST' }] });
  expect(values).toMatchObject({ error_rate: 20, throughput: 4_800 });
});

/** Answers one request on each connection, and closes it when the next one comes. */
async function startImpatient() {
  const used = new Set<unknown>();
  return startService(({ socket }, response) => {
    if (used.has(socket)) return void socket.destroy();
    used.add(socket);
    response.end();
  });
}

test('measure() sends again what came when the service closed an idle connection', async () => {
  await using service = await startImpatient();
  const requests = [{ method: 'GET' }, { method: 'PUT', body: 'x' }];
  const { values } = await load({ url: service.url, requests });
  expect(values).toMatchObject({ error_rate: 0, throughput: 6_000 });
  expect(service.arrivals.length).toBe(190); // all but the first of each of the 10 connections came twice
});

test('measure() sends nothing again that must not be sent twice', async () => {
  await using service = await startImpatient();
  const { values } = await load({ url: service.url, requests: [{ method: 'POST' }] });
  expect([values['error_rate'], service.arrivals.length]).toEqual([50, 100]);
});

test('measure() sends a request again but once, and not when part of its answer came', async () => {
  await using broken = await startService((request, response, nth) =>
    nth < 10 ? response.end() : request.socket.destroy(),
  );
  const { values } = await load({ url: broken.url });
  expect(values['error_rate']).toBe(90);
  expect(broken.arrivals.length).toBe(110); // the first 10 leave their connections open
  await using half = await startService((request, response, nth) =>
    nth < 10 ? response.end() : response.write('x', () => request.socket.destroy()),
  );
  expect((await load({ url: half.url })).values['error_rate']).toBe(90);
  expect(half.arrivals.length).toBe(100);
});

test('measure() shows a service that becomes slow as latency, as a shortfall and as a warning', async () => {
  await using service = await startService((_, response, __, since) =>
    setTimeout(() => response.end(), since < 1_000 ? 1 : 200),
  );
  const context = realContext();
  const { readings, values, annotations } = await load(
    { url: service.url, connections: 5, duration: '3s', timeout: '2s' },
    context,
  );
  expect(values['latency_max']).toBeGreaterThan(700); // the wait for a connection counts
  const throughput = readings.find(({ metric }) => metric.name === 'throughput') as TimeSeries; // all are series
  const [first = 0, second = 0, third = 0] = throughput.points.map(([, value]) => value);
  expect([first > 5_000, second < 3_000, third < 3_000]).toEqual([true, true, true]);
  const { asked, achieved } = JSON.parse(annotations?.['servo/load'] ?? '{}') as Record<string, number>;
  expect(asked).toBe(100);
  expect(achieved).toBeLessThan(60);
  expect(
    (await load({ url: service.url, connections: 5, timeout: '2s' }, context)).logger.messages('warn'),
  ).toHaveLength(2);
});

test('measure() counts every request that was due while a service hung', async () => {
  await using service = await startService((_, response, __, since) => void (since < 500 && response.end()));
  const { values, annotations } = await load({ url: service.url, connections: 5, timeout: '600ms' });
  expect(values['error_rate']).toBeGreaterThanOrEqual(45);
  expect(values['error_rate']).toBeLessThanOrEqual(55);
  expect(values['latency_90th']).toBeGreaterThanOrEqual(600);
  expect(annotations).toHaveProperty('servo/load');
});

test('measure() gives no error to a service that closes after each answer', async () => {
  await using service = await startService((_, response) => response.setHeader('connection', 'close').end('bye'));
  const { values } = await load({ url: service.url });
  expect(values).toMatchObject({ error_rate: 0, throughput: 6_000 });
  expect(service.arrivals.length).toBe(100);
});

test('measure() understands an answer that ends with the connection', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nhello'));
  });
  const { values } = await load({ url: await listen(server) });
  server.close();
  expect(values).toMatchObject({ error_rate: 0, throughput: 6_000 });
});

test('measure() sends the requests in turns, with method, headers and body', async () => {
  const seen = new Map<string, number>();
  await using service = await startService((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method, url, headers } = request;
      const key = [method, url, headers['authorization'], headers['x-kind'], body].join(' ');
      seen.set(key, (seen.get(key) ?? 0) + 1);
      response.end();
    });
  });
  const requests = [
    { path: '/read?n=1', headers: { 'x-kind': 'a' } },
    { method: 'POST', path: '/write', body: '{"ü":1}' },
  ];
  const headers = { authorization: 'Bearer hunter2' };
  const context = realContext();
  await load({ url: service.url, headers, requests }, context);
  expect(Object.fromEntries(seen)).toEqual({
    'GET /read?n=1 Bearer hunter2 a ': 50,
    'POST /write Bearer hunter2  {"ü":1}': 50,
  });
  expect(JSON.stringify([context.logger, context.progressed])).not.toContain('hunter2');
});

test('measure() takes as long as the command says, and warns when the configuration says otherwise', async () => {
  await using service = await startService((_, response) => response.end());
  const config = { url: service.url, duration: '20s', warmup: '10s' };
  const { readings, logger } = await load(config, realContext(), { duration: '500ms', warmup: '100ms' });
  expect(readings.map((reading) => (reading as TimeSeries).points.length)).toEqual(Array(10).fill(1));
  expect(service.arrivals.length).toBe(60);
  expect(logger.messages('warn')).toEqual([
    'The load takes 500ms after a warm-up of 100ms, as the command says; the configured warmup 10s and duration 20s is not used',
  ]);
});

test('measure() tells the times of this world, counted from the end of the warm-up', async () => {
  await using service = await startService((_, response) => response.end());
  const { readings } = await load({ url: service.url, warmup: '1s', duration: '1s', metrics: ['throughput'] });
  const [throughput] = readings as readonly TimeSeries[]; // it makes no others
  const [end = 0] = throughput?.points[0] ?? [];
  const last = performance.timeOrigin + (service.arrivals.at(-1) ?? 0);
  expect(Math.abs(end - last)).toBeLessThan(500);
});

test('measure() says how far it is and hands readings over while it runs', async () => {
  await using service = await startService((_, response) => response.end());
  const context = realContext();
  await load({ url: service.url, duration: '3s', metrics: ['error_rate'] }, context);
  expect(context.progressed.length).toBeGreaterThanOrEqual(3);
  expect(context.progressed.at(-1)).toMatchObject({ message: `measuring: ${service.url} at 100 requests/s` });
  expect(context.reported).toContainEqual({
    metric: { name: 'error_rate', unit: '%' },
    time: expect.any(Number),
    value: 0,
  });
});
