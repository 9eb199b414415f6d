import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildLock } from '../../real-programs/control-plane.js';

const program = fileURLToPath(new URL('../support/take-locks.mjs', import.meta.url));
const count = 500; // locks that several processes want at one time
const gone = String(spawnSync('true').pid);

async function taken(child: ChildProcess): Promise<readonly number[]> {
  const [locks] = await once(child, 'message');
  return locks;
}

test.each([
  ['is free', undefined],
  ['belongs to a process that is gone', gone],
])('buildLock() gives a lock that %s to one process', async (_, holder) => {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'));
  const each = Array.from({ length: count }, (_none, index) => index);
  for (const index of each) mkdirSync(join(folder, String(index)));
  if (holder !== undefined) for (const index of each) writeFileSync(join(folder, `${index}/.lock`), holder);
  const begin = String(Date.now() + 1_000);
  const children = Array.from({ length: 3 }, () => fork(program, [folder, String(count), begin]));
  const all = (await Promise.all(children.map(taken))).flat();
  for (const child of children) child.send('end');
  expect(all.toSorted((a, b) => a - b)).toEqual(each);
});

test('buildLock() leaves nothing behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'));
  {
    using _ = buildLock(folder);
    expect(() => buildLock(folder)).toThrow(`is being built by process ${process.pid}`);
    expect(readdirSync(folder)).toEqual(['.lock']);
  }
  expect(readdirSync(folder)).toEqual([]);
});
