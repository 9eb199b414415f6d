import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { servoIdentity } from './servo-identity.js';

const stateOf = async () => ({ stateDir: await mkdtemp(join(tmpdir(), 'servo-identity-')), name: 'shop/kubernetes' });

test('servoIdentity() is the same each time, also for two that begin at the same time', async () => {
  const state = await stateOf();
  const [one, other] = await Promise.all([servoIdentity(state), servoIdentity(state)]);
  expect(one).toMatch(/^servo_.+_[0-9a-f-]{36}$/);
  expect(other).toBe(one);
  expect(await servoIdentity(state)).toBe(one);
});

test('servoIdentity() makes a new one where the file was left empty', async () => {
  const state = await stateOf();
  const before = await servoIdentity(state);
  const file = join(state.stateDir, 'kubernetes', 'shop-kubernetes.identity');
  await writeFile(file, '');
  const after = await servoIdentity(state);
  expect(after).toMatch(/^servo_/);
  expect(after).not.toBe(before);
  expect(await readFile(file, 'utf8')).toBe(after);
});
