import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deployment, freePort, packages } from '../support/deployment.js';

const quickstart = join(packages, '../examples/quickstart');

interface PlanOutput {
  readonly plan: { readonly prices: { readonly present: number } };
  readonly seconds: number;
}

/** Starts the service of the quickstart and waits until it serves. */
async function startService(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const port = String(await freePort());
  const child = spawn(process.execPath, [join(quickstart, 'service.mjs')], {
    env: { ...env, PORT: port },
    stdio: 'ignore',
  });
  onTestFinished(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  });
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200), 20_000);
  return child;
}

/** The most that the heaps of a service's workers may hold together, in MiB. */
function heapOfWorkers({ pid }: ChildProcess): number {
  const workers = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .trim()
    .split(' ');
  const commands = workers.map((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8'));
  return commands.reduce((sum, command) => sum + Number(/--max-old-space-size=(\d+)/.exec(command)?.[1]), 0);
}

test('servo plan says how long the quickstart measures, and what its service costs', async () => {
  const target = await deployment();
  target.write('servo.yaml', readFileSync(join(quickstart, 'servo.yaml'), 'utf8'));
  const { code, stdout } = await target.run(['plan', '-o', 'json']);
  expect(code).toBe(0);
  const { plan, seconds } = JSON.parse(stdout) as PlanOutput;
  expect([plan.prices.present, seconds]).toEqual([21.12, 17 * 4]);
});

test.skipIf(process.platform !== 'linux')('the heap that the quickstart pays for is that of all workers', async () => {
  expect(heapOfWorkers(await startService({ WORKERS: '1', HEAP_MIB: '192' }))).toBe(192);
  expect(heapOfWorkers(await startService({ WORKERS: '3', HEAP_MIB: '192' }))).toBe(192);
});
