import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canReadUsage, readUsage } from './process-usage.js';

let proc: string;

beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'process-usage-'));
});
afterEach(() => rm(proc, { recursive: true }));

/** Writes what Linux shows of a process: user, system, and waited-for children's ticks are 1:2:3:4 of `ticks`. */
async function writeProcess(
  pid: number,
  { ticks = 0, kibibytes = 0, children = [[]] as number[][] } = {},
): Promise<void> {
  const times = [1, 2, 3, 4].map((share) => share * ticks).join(' ');
  const folder = join(proc, `${pid}`);
  await mkdir(folder);
  await writeFile(join(folder, 'stat'), `${pid} (odd) name (x)) S 1 1 1 0 -1 4194304 1 1 1 1 ${times} 20 0 1 0\n`);
  await writeFile(join(folder, 'status'), `Name:\tweb\nVmRSS:\t  ${kibibytes} kB\nThreads:\t1\n`);
  for (const [index, list] of children.entries()) {
    await mkdir(join(folder, 'task', `${pid + index}`), { recursive: true });
    await writeFile(join(folder, 'task', `${pid + index}`, 'children'), list.map((child) => `${child} `).join(''));
  }
}

test('readUsage() adds up a process and its descendants, whichever thread started them', async () => {
  await writeProcess(10, { ticks: 100, kibibytes: 4, children: [[20], [30]] });
  await writeProcess(20, { ticks: 10, kibibytes: 2, children: [[40]] });
  await writeProcess(30, { ticks: 1, kibibytes: 1 });
  await writeProcess(40, { kibibytes: 1 });
  expect(await readUsage(10, proc)).toEqual({ cpuSeconds: 11.1, memory: 8 * 1_024 });
});

test('readUsage() counts what has ended as nothing', async () => {
  await writeProcess(10, { ticks: 100, kibibytes: 4, children: [[20]] });
  expect(await readUsage(10, proc)).toEqual({ cpuSeconds: 10, memory: 4_096 });
  expect(await readUsage(99, proc)).toEqual({ cpuSeconds: 0, memory: 0 });
});

test('canReadUsage() is false where the system does not tell', () => {
  expect(canReadUsage(proc)).toBe(false);
});
