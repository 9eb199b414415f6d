import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StudyReport } from '@servo/core/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteStore } from '../../src/store/sqlite-store.js';
import type { StudyRecord } from '../../src/study/study-record.js';

const program = fileURLToPath(new URL('servo-process.mjs', import.meta.url));

let stateDir = '';
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'servo-kill-'));
});
afterEach(() => rm(stateDir, { recursive: true }));

/** Runs the servo until it has said so many lines, and kills it there; its report when it was faster. */
async function runFor(lines: number): Promise<StudyReport | undefined> {
  const child = spawn(process.execPath, [program, stateDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = 0;
  let report: StudyReport | undefined;
  for await (const line of createInterface(child.stdout)) {
    said += 1;
    if (line.startsWith('finished '))
      report = JSON.parse(line.slice('finished '.length)) as StudyReport; // it wrote one
    else if (said === lines) child.kill('SIGKILL');
  }
  return report;
}

async function records(): Promise<readonly StudyRecord[]> {
  await using store = new SqliteStore(stateDir);
  const heads = await store.studies('web');
  expect(heads).toHaveLength(1);
  const [head] = heads;
  return (await store.read(head?.study ?? '')).records;
}

test('a study survives being killed again and again, and repeats no finished trial', async () => {
  let report: StudyReport | undefined;
  let kills = 0;
  // Between 6 and 12 exchanges: enough for one trial at least, and ending in every kind of place.
  for (; report === undefined && kills < 40; kills += 1) report = await runFor(6 + ((kills * 5) % 7));
  expect(kills).toBeGreaterThan(3);
  expect(report).toMatchObject({ conclusion: 'improved', left: 'restored' });
  expect(JSON.parse(await readFile(join(stateDir, 'target.json'), 'utf8'))).toEqual({ cpu: 3, mem: 4 });

  const stored = await records();
  const begun = stored.flatMap((record) => (record.type === 'attempt-begun' ? [record] : []));
  const finished = stored.filter(({ type }) => type === 'attempt-finished');
  expect(finished.length).toBeLessThanOrEqual(begun.length); // one that was killed is begun again
  expect(report?.trials.map(({ number }) => number)).toEqual(report?.trials.map((_, index) => index));
  const searched = begun.filter(
    ({ cause, trial }, index) =>
      cause !== 'confirm' && cause !== 'repeat' && begun.findIndex((each) => each.trial === trial) === index,
  );
  expect(searched).toHaveLength(report?.trials.length ?? 0);
});
