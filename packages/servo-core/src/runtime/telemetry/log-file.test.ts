import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { type LogFileOptions, openLogFile } from './log-file.js';

/** Writes lines to a file as an opened one does, and closes it. */
async function write(path: string, lines: readonly string[], options: Partial<LogFileOptions> = {}): Promise<void> {
  await using file = await openLogFile(path, {
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  for (const line of lines) await new Promise<void>((done) => void file.stream.write(`${line}\n`, () => done()));
}

test('openLogFile() adds to a file that is there, for its owner alone to read', async () => {
  const path = join(temporaryFolder(), 'servo.log');
  await write(path, ['one']);
  await write(path, ['two']);
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('openLogFile() takes from others the right to read a file that was there', async () => {
  const path = join(temporaryFolder(), 'servo.log');
  writeFileSync(path, 'one\n');
  chmodSync(path, 0o644); // whatever the mask
  await write(path, ['two']);
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['one\ntwo\n', 0o600]);
});

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)('openLogFile() leaves the mode of a file alone that is of another user', async () => {
  const path = join(temporaryFolder(), 'servo.log');
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  chownSync(path, 65_534, 65_534);
  await write(path, ['one']);
  expect(statSync(path).mode & 0o777).toBe(0o644);
});

test('openLogFile() sets a full file aside, and keeps so many', async () => {
  const folder = temporaryFolder();
  const lines = Array.from({ length: 100 }, (_, number) => `line ${number}`.padEnd(50, '.'));
  await write(join(folder, 'servo.log'), lines, { size: 500, keep: 2 });
  expect(readdirSync(folder).toSorted()).toEqual(['servo.log', 'servo.log.1', 'servo.log.2']);
  const left = ['servo.log.2', 'servo.log.1', 'servo.log']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  expect(lines.join('\n').endsWith(left.trimEnd())).toBe(true); // the newest, in order
});

test('openLogFile() refuses what cannot be written', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'file'), '');
  for (const name of ['taken', 'file/servo.log'])
    await expect(openLogFile(join(folder, name), { onError: () => {} })).rejects.toMatchObject({
      code: 'LOG_FILE_INVALID',
      message: expect.stringContaining(name),
    });
});
