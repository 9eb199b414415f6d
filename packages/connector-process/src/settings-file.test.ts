import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettingsFile, type StoredSettings } from './settings-file.js';

let stateDir: string;
let file: SettingsFile;
const stored: StoredSettings = { component: 'web', configured: { workers: 4 }, settings: { workers: 2, gc: 'fast' } };

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'settings-file-'));
  file = new SettingsFile({ stateDir, name: 'web' });
});
afterEach(() => rm(stateDir, { recursive: true }));

test('SettingsFile.read() knows nothing before the first write', async () => {
  expect(await file.read()).toBeUndefined();
});

test('SettingsFile.read() returns what was written last, and nothing else is left', async () => {
  await file.write({ ...stored, pending: { workers: 3 } });
  expect(await file.read()).toMatchObject({ pending: { workers: 3 } });
  await file.write(stored);
  expect(await file.read()).toEqual({ version: 1, ...stored });
  expect(await readdir(dirname(file.path))).toEqual(['web.json']);
});

test('SettingsFile keeps instances apart, whatever their names', async () => {
  const other = new SettingsFile({ stateDir, name: 'shop/web' });
  await other.write(stored);
  expect(await file.read()).toBeUndefined();
  expect(other.path).toBe(join(stateDir, 'process/shop%2Fweb.json'));
});

test.each([
  ['{"version": 1,', 'it is not JSON'],
  ['{"version": 2}', 'version'],
  ['{"version": 1, "component": "web", "configured": {}, "settings": {"workers": null}}', 'workers'],
])('SettingsFile.read() says what to do about %s', async (text, problem) => {
  await file.write(stored);
  await writeFile(file.path, text);
  await expect(file.read()).rejects.toMatchObject({
    code: 'PROCESS_STATE_CORRUPT',
    message: expect.stringContaining(file.path),
    hint: expect.stringContaining('delete it'),
  });
  await expect(file.read()).rejects.toThrow(problem);
  expect(await readFile(file.path, 'utf8')).toBe(text);
});

test.each([
  ['a file in place of the folder', 'ENOTDIR', () => writeFile(join(stateDir, 'process'), '')],
  ['a folder in place of the file', 'EISDIR', () => mkdir(file.path, { recursive: true })],
])('SettingsFile calls %s no corrupt file, and says what failed and what to do', async (_, problem, arrange) => {
  await arrange();
  await expect(file.read()).rejects.toMatchObject({
    code: 'PROCESS_STATE_UNREADABLE',
    message: expect.stringMatching(new RegExp(`process/web.json: ${problem}`)),
    hint: expect.stringContaining('can read'),
    cause: { code: problem },
  });
  await expect(file.write(stored)).rejects.toMatchObject({
    code: 'PROCESS_STATE_UNWRITABLE',
    message: expect.stringContaining(file.path),
    hint: expect.stringContaining('SERVO_STATE_DIR'),
  });
});
