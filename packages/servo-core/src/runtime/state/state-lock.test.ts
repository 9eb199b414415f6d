import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { processStartTime } from './process-start-time.js';
import { lockState, stateHolder } from './state-lock.js';

const gone = spawnSync(process.execPath, ['-e', '']).pid;

/** A state directory that somebody has locked. */
const lockedBy = (holder: unknown) =>
  temporaryFolder({ 'lock.json': typeof holder === 'string' ? holder : JSON.stringify(holder) });

const holderOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8'));

test('lockState() makes the directory, names this process, and gives it back without a trace', async () => {
  const folder = join(temporaryFolder(), 'a/b');
  const lock = await lockState(folder);
  expect(holderOf(folder)).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(['lock.json']);
  await lock[Symbol.asyncDispose]();
  expect(readdirSync(folder)).toEqual([]);
  await (await lockState(folder))[Symbol.asyncDispose]();
});

test('stateHolder() names another process that is there, and nobody else', async () => {
  const other = { pid: process.ppid, started: (await processStartTime(process.ppid)) ?? '' };
  expect(await stateHolder(lockedBy(other))).toBe(process.ppid);
  expect(await stateHolder(lockedBy({ pid: gone, started: '1' }))).toBeUndefined();
  expect(await stateHolder(lockedBy('{'))).toBeUndefined();
  const own = temporaryFolder();
  await using _ = await lockState(own);
  expect(await stateHolder(own)).toBeUndefined();
});

describe('lockState() refuses a directory', () => {
  test('that another process holds, by its pid', async () => {
    const folder = lockedBy({ pid: process.ppid, started: (await processStartTime(process.ppid)) ?? '' });
    await expect(lockState(folder)).rejects.toMatchObject({
      code: 'STATE_LOCKED',
      message: `Process ${process.ppid} already runs a servo on ${folder}`,
      hint: expect.stringContaining(`kill ${process.ppid}`),
    });
    expect(holderOf(folder)).toMatchObject({ pid: process.ppid });
  });

  test('that this process holds', async () => {
    const folder = temporaryFolder();
    await using _lock = await lockState(folder);
    await expect(lockState(folder)).rejects.toMatchObject({ code: 'STATE_LOCKED' });
  });

  test('whose holder cannot be told from a later process', async () => {
    await expect(lockState(lockedBy({ pid: process.ppid, started: '' }))).rejects.toMatchObject({
      code: 'STATE_LOCKED',
    });
  });

  test.each(['file', 'file/state'])('that cannot be made, as there is a file: %s', async (path) => {
    const folder = join(temporaryFolder({ file: '' }), path);
    await expect(lockState(folder)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: expect.stringContaining(folder),
      hint: expect.stringMatching(/^A file is where the directory.*: move it away, or .* SERVO_STATE_DIR\.$/),
    });
  });
});

describe('lockState() takes over a lock', () => {
  test.for<[what: string, holder: unknown]>([
    ['of a process that is gone', { pid: gone, started: 'boot:1' }],
    ['of a process whose pid another one has now', { pid: process.ppid, started: 'boot:1' }],
    ['that is empty', ''],
    ['that is cut off', '{"pid": 1'],
    ['that says something else', { pid: 'one' }],
    ['that is null', 'null'],
  ])('%s', async ([, holder]) => {
    const folder = lockedBy(holder);
    await using _lock = await lockState(folder);
    expect(holderOf(folder)).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock.json']);
  });
});

test.for([undefined, { pid: gone, started: 'boot:1' }, ''])(
  'lockState() lets one of many win where the lock was %j',
  async (holder) => {
    const folder = holder === undefined ? temporaryFolder() : lockedBy(holder);
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockState(folder)));
    const [winner, ...others] = attempts.filter(({ status }) => status === 'fulfilled');
    expect([winner?.status, others]).toEqual(['fulfilled', []]);
    for (const each of attempts)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'STATE_LOCKED' });
    expect(readdirSync(folder)).toEqual(['lock.json']);
  },
);

test('a lock that somebody else has by now is not given back', async () => {
  const folder = temporaryFolder();
  const lock = await lockState(folder);
  writeFileSync(join(folder, 'lock.json'), JSON.stringify({ pid: 1, started: 'boot:1' }));
  await lock[Symbol.asyncDispose]();
  expect(existsSync(join(folder, 'lock.json'))).toBe(true);
});

test('a lock that is given back twice leaves a later one of this process alone', async () => {
  const folder = temporaryFolder();
  const lock = await lockState(folder);
  await lock[Symbol.asyncDispose]();
  await using _later = await lockState(folder);
  await lock[Symbol.asyncDispose]();
  expect(holderOf(folder)).toMatchObject({ pid: process.pid });
});
