import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { control, runChecks, systemClock } from '@servo/core';
import { connectorHost, eventContext, recordingLogger } from '@servo/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { PrometheusConfig, PrometheusConnector } from '../../src/index.js';
import { missing, PrometheusServer } from '../../../../tools/real-programs/prometheus-server.js';

/** A service with a counter of requests and one of errors, and a Prometheus that scrapes it each second. */
async function scraped(jobs: readonly string[] = []): Promise<PrometheusServer> {
  const begun = Date.now();
  const service = createServer((_, response) => {
    const requests = Math.floor((Date.now() - begun) / 10);
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`requests_total ${requests}\n`);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    service.closeAllConnections();
    service.close();
  });
  const { port } = service.address() as AddressInfo; // it listens on a port
  const server = await PrometheusServer.start({ target: `127.0.0.1:${port}`, jobs });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const up = async (): Promise<string> => (await fetch(`${server.url}/api/v1/query?query=up`)).text();
  await vi.waitFor(async () => expect(await up()).toContain('"1"]'), { timeout: 20_000, interval: 200 });
  return server;
}

describe.skipIf(missing !== undefined)('PrometheusConnector, with a server that scrapes a service', () => {
  test('measures what happened in the time that is measured, checks, and shows the targets', async () => {
    const server = await scraped();
    const config = PrometheusConfig.parse({
      baseUrl: server.url,
      metrics: [
        { name: 'throughput', unit: 'rps', query: 'rate(requests_total[4s])' },
        { name: 'errors', query: 'rate(errors_total[4s])' },
      ],
    });
    const host = connectorHost({ config, clock: systemClock });
    await using connector = new PrometheusConnector(host);
    const begun = Date.now();
    const times = control({ duration: 3, warmup: 4 });
    const context = eventContext({ clock: systemClock, logger: recordingLogger() });
    const { readings, absent, annotations } = await connector.measure({ control: times }, context);
    expect(Date.now() - begun).toBeLessThan(12_000);
    expect(absent).toEqual([{ metric: 'errors', reason: 'no-data' }]);
    const [throughput] = readings;
    const points = throughput && 'points' in throughput ? throughput.points : [];
    expect(points.length).toBeGreaterThanOrEqual(3);
    for (const [time, value] of points) {
      expect(value).toBeGreaterThan(80);
      expect(value).toBeLessThan(120);
      expect(time).toBeGreaterThanOrEqual(begun + 4_000);
    }
    const asking = /^rate\(requests_total\[4s\]\) from (\S+Z) to (\S+Z) in steps of 1s: 1 series, \d points$/;
    const [, from = '', to = ''] = asking.exec(String(annotations?.['throughput'])) ?? [];
    expect([Date.parse(from), Date.parse(to)]).toEqual([points[0]?.[0], points.at(-1)?.[0]]);

    const checks = await runChecks(new PrometheusConnector.checks(host), {
      context: eventContext({ event: 'check', clock: systemClock }),
    });
    expect(checks.map(({ id, success }) => [id, success])).toEqual([
      ['server', true],
      ['targets', true],
      ['queries', false],
      ['samples', true],
      ['windows', true],
    ]);
    expect(checks[2]?.message).toContain('errors brings nothing');

    const { signal } = new AbortController();
    const given = { signal, clock: systemClock, columns: 120, progress() {}, live() {} };
    const { targets, query } = PrometheusConnector.commands;
    const shown = await targets?.run(connector, {}, given);
    expect(shown?.lines[1]).toMatch(
      /^shop +up +http:\/\/127\.0\.0\.1:\d+\/metrics +instance=.* job=shop +\ds ago, in \d+ms +1s +-$/,
    );
    const asked = await query?.run(connector, { expression: 'throughput', range: '10s' }, given);
    expect(asked?.lines[1]).toMatch(/[▁▂▃▄▅▆▇█]+/);
    const misspelt = await query?.run(connector, { expression: 'throughput_mean' }, given);
    expect(misspelt?.lines).toEqual(['Nothing.', 'Did you mean throughput of servo.yaml?']);
  }, 40_000);

  test('takes the interval of what it measures, whatever else the server scrapes', async () => {
    const slow = '{job_name: slow, scrape_interval: 5m, static_configs: [{targets: ["127.0.0.1:9"]}]}';
    const server = await scraped([slow]);
    const metrics = [{ name: 'throughput', unit: 'rps', query: 'sum(rate(requests_total[4s]))' }];
    const config = PrometheusConfig.parse({ baseUrl: server.url, metrics });
    const host = connectorHost({ config, clock: systemClock });
    await using connector = new PrometheusConnector(host);
    const context = eventContext({ clock: systemClock });
    const begun = Date.now();
    const { annotations } = await connector.measure({ control: control({ duration: 3, warmup: 4 }) }, context);
    expect(Date.now() - begun).toBeLessThan(12_000);
    expect(annotations).toMatchObject({ throughput: expect.stringMatching(/in steps of 1s: 1 series, \d points/) });
    const checks = await runChecks(new PrometheusConnector.checks(host), {
      context: eventContext({ event: 'check', clock: systemClock }),
    });
    expect(checks.find(({ id }) => id === 'windows')).toMatchObject({
      success: true,
      message: 'targets are scraped each 1 or 300 s',
    });
  }, 40_000);
});
