import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { precision } from '../../src/window/latency-histogram.js';
import { measure } from '../measure.js';
import { test, vegeta } from '../real-vegeta.js';
import { startService } from '../../../../tools/local-service.js';

const run = promisify(execFile);

/** What `vegeta report -type=json` says, as far as it is compared. Latencies in nanoseconds. */
interface Report {
  readonly requests: number;
  readonly success: number;
  readonly status_codes: Readonly<Record<string, number>>;
  readonly bytes_in: { readonly total: number };
  readonly bytes_out: { readonly total: number };
  readonly latencies: Readonly<Record<'total' | 'mean' | '50th' | '90th' | '95th' | '99th' | 'max' | 'min', number>>;
}

/** A vegeta that also keeps its raw results in a file. */
async function keepingVegeta() {
  const folder = await mkdtemp(join(tmpdir(), 'servo-vegeta-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [command, raw] = [join(folder, 'vegeta'), join(folder, 'raw')];
  await writeFile(command, `#!/bin/sh\nif [ "$2" = -h ]; then exec ${vegeta} "$@"; fi\n${vegeta} "$@" | tee ${raw}\n`);
  await chmod(command, 0o755);
  return { command, raw };
}

test('measure() says what vegeta report says of the same results', async () => {
  await using service = await startService((_, response, nth) => {
    const answer = (): void => void response.writeHead(nth % 10 === 0 ? 503 : 200).end('x'.repeat(nth % 100));
    setTimeout(answer, (nth * 7) % 40);
  });
  const { command, raw } = await keepingVegeta();
  const config = { command, target: `POST ${service.url}\n@${command}`, rate: 400, reportingInterval: '10s' };
  const { values, annotations, counts } = await measure(config, { duration: '3s' });

  const { stdout } = await run(vegeta, ['report', '-type=json', raw]);
  const report = JSON.parse(stdout) as Report; // as its documentation shows it
  expect(report.requests).toBeGreaterThan(1_150); // a busy machine sends some requests less
  expect(counts).toMatchObject({ error_rate: report.requests });
  expect(JSON.parse(annotations?.['vegeta/status_codes'] ?? '')).toEqual(report.status_codes);
  expect(values).toMatchObject({ bytes_in: report.bytes_in.total, bytes_out: report.bytes_out.total });
  expect(values['success_rate']).toBeCloseTo(report.success * 100, 9);
  const { total, mean, min, max, ...percentiles } = report.latencies;
  for (const [name, expected] of Object.entries({ total, min, max }))
    expect(values[`latency_${name}`], name).toBe(expected / 1e6);
  expect(values['latency_mean']).toBeCloseTo(mean / 1e6, 5);
  for (const [name, expected] of Object.entries(percentiles)) // which vegeta estimates
    expect(Math.abs((values[`latency_${name}`] ?? 0) / (expected / 1e6) - 1), name).toBeLessThan(0.02);
});

test('measure() has percentiles as exact as its histogram', async () => {
  await using service = await startService((_, response, nth) => setTimeout(() => response.end(), (nth * 13) % 60));
  const { command, raw } = await keepingVegeta();
  const config = { command, target: `GET ${service.url}`, rate: 500, reportingInterval: '10s' };
  const { values } = await measure(config, { duration: '2s' });
  const { stdout } = await run(vegeta, ['encode', '-to=csv', raw], { maxBuffer: 2 ** 26 });
  const sorted = stdout
    .trim()
    .split('\n')
    .map((line) => Number(line.split(',')[2]) / 1e6)
    .toSorted((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(950); // a busy machine sends some requests less
  const shares = { '50th': 0.5, '90th': 0.9, '95th': 0.95, '99th': 0.99, '999th': 0.999 };
  for (const [name, share] of Object.entries(shares)) {
    const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    expect(Math.abs((values[`latency_${name}`] ?? 0) - exact), name).toBeLessThanOrEqual(exact * precision);
  }
});
