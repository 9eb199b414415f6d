import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { test, vegeta } from '../real-vegeta.js';
import { startService } from '../../../../tools/local-service.js';

const program = `
const { VegetaConfig, VegetaConnector } = await import(process.argv[1]);
const { control, systemClock, silentLogger } = await import(process.argv[2]);
const config = VegetaConfig.parse({ command: process.argv[3], target: 'GET ' + process.argv[4], rate: 100 });
const context = { clock: systemClock, logger: silentLogger, signal: new AbortController().signal, progress() {}, report() {} };
const host = { config, cwd: '/', env: process.env, logger: silentLogger };
await new VegetaConnector(host).measure({ control: control({ duration: '1m' }) }, context);
`;

test('measure() leaves nothing behind when its process is killed', async () => {
  await using service = await startService((_, response) => response.end());
  const files = ['../../dist/index.js', '../../../servo-core/dist/index.js'];
  const urls = files.map((file) => new URL(file, import.meta.url).href);
  const args = ['--input-type=module', '-e', program, ...urls, vegeta, service.url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  while (service.arrivals.length < 20 && child.exitCode === null) await delay(10);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await delay(200); // what had been sent may still arrive, and the guardian needs a moment
  const { length } = service.arrivals;
  await delay(300);
  expect(length).toBeGreaterThanOrEqual(20);
  expect(service.arrivals.length).toBe(length);
});
