import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startService } from '../../../../tools/local-service.js';

const program = `
const { AutocannonConfig, AutocannonConnector } = await import(process.argv[1]);
const { control, systemClock, silentLogger } = await import(process.argv[2]);
const config = AutocannonConfig.parse({ url: process.argv[3], rate: 100, warmup: 0, duration: '1m' });
const context = { clock: systemClock, signal: new AbortController().signal, progress() {}, report() {} };
await new AutocannonConnector({ config, cwd: '/', logger: silentLogger }).measure({ control: control() }, context);
`;

test('measure() leaves nothing behind when its process is killed', async () => {
  await using service = await startService((_, response) => response.end());
  const files = ['../../dist/index.js', '../../../servo-core/dist/index.js'];
  const urls = files.map((file) => new URL(file, import.meta.url).href);
  const args = ['--input-type=module', '-e', program, ...urls, service.url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  while (service.arrivals.length < 20 && child.exitCode === null) await delay(10);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await delay(50); // what had been sent may still arrive
  const { length } = service.arrivals;
  await delay(300);
  expect(length).toBeGreaterThanOrEqual(20);
  expect(service.arrivals.length).toBe(length);
});
