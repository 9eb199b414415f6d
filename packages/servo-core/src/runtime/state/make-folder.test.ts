import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { makeFolder } from './make-folder.js';

test('makeFolder() makes all folders that are missing, and none that is there', async () => {
  const path = join(temporaryFolder(), 'a/b/c');
  await makeFolder(path);
  await makeFolder(path);
  expect(existsSync(path)).toBe(true);
});

test('makeFolder() refuses a file in the place of a folder', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(folder, 'file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.skipIf(!existsSync('/proc'))('makeFolder() ends where no folder can be made', async () => {
  await expect(makeFolder('/proc/servo/state')).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
});
