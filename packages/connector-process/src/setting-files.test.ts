import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeSettingFiles } from './setting-files.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'setting-files-'));
  path = join(folder, 'web.env');
});
afterEach(() => rm(folder, { recursive: true }));

function write(text: string) {
  return writeSettingFiles({
    command: 'node',
    args: [],
    cwd: folder,
    env: {},
    files: { [path]: text },
    fileFormats: { [path]: ['WORKERS={value}', 'mode: ({value})'] },
  });
}

test('writeSettingFiles() writes a new file, and what it wrote before', async () => {
  await write('WORKERS=1\nmode: (a)\n');
  await write('WORKERS=2\nmode: (b)\n');
  expect(await readFile(path, 'utf8')).toBe('WORKERS=2\nmode: (b)\n');
});

test('writeSettingFiles() does not destroy what is not its own', async () => {
  await writeFile(path, 'WORKERS=1\nTOKEN=abc\n');
  await expect(write('WORKERS=2\n')).rejects.toMatchObject({
    code: 'SETTING_FILE_FOREIGN',
    message: expect.stringContaining('TOKEN=abc'),
  });
  expect(await readFile(path, 'utf8')).toBe('WORKERS=1\nTOKEN=abc\n');
});
