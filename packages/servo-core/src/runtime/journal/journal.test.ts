import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FakeClock } from '../../../../servo-testing/src/fake-clock.js';
import { Journal } from './journal.js';

async function journalFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'servo-journal-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'state', 'journal.jsonl');
}

const open = (path: string) => Journal.open(path, new FakeClock());

describe('Journal.restorePoint', () => {
  test('is what was in force before the first change, also for the next process', async () => {
    const path = await journalFile();
    {
      await using journal = await open(path);
      expect(journal.restorePoint).toBeUndefined();
      await journal.intend({ before: { 'web.cpu': 4 }, after: { 'web.cpu': 2 } });
      await journal.mark('settled');
      await journal.intend({ before: { 'web.cpu': 2, 'web.mem': 8 }, after: { 'web.cpu': 1, 'web.mem': 4 } });
    }
    await using next = await open(path);
    expect(next.restorePoint).toEqual({ 'web.cpu': 4, 'web.mem': 8 });
    expect(next.unsettled).toBe(true);
  });

  test.each(['restored', 'promoted'] as const)(
    'is gone when the change was %s, and the file is emptied',
    async (phase) => {
      const path = await journalFile();
      {
        await using journal = await open(path);
        await journal.intend({ before: { 'web.cpu': 4 }, after: { 'web.cpu': 2 } });
        await journal.mark(phase);
        expect(journal.restorePoint).toBeUndefined();
      }
      await using next = await open(path);
      expect(next.restorePoint).toBeUndefined();
      expect(await readFile(path, 'utf8')).toBe('');
    },
  );
});

describe('Journal.open()', () => {
  test.each(['{"epoch":2,"pha', '{', '\0\0\0'])(
    'passes over %j that a crash left, and writes on after it',
    async (rest) => {
      const path = await journalFile();
      {
        await using journal = await open(path);
        await journal.intend({ before: { 'web.cpu': 4 }, after: { 'web.cpu': 2 } });
      }
      await appendFile(path, rest);
      {
        await using journal = await open(path);
        expect(journal.restorePoint).toEqual({ 'web.cpu': 4 });
        await journal.mark('applied');
      }
      await using next = await open(path);
      expect(next.restorePoint).toEqual({ 'web.cpu': 4 });
    },
  );

  const line = (phase: string, epoch = 1) =>
    `${JSON.stringify({ epoch, phase, cmd_uid: null, time: 0, before: { 'web.cpu': 4 }, after: { 'web.cpu': 2 } })}\n`;

  test.each([
    ['with a line that cannot be read', 'nonsense\n{}\n', 'Line 1'],
    ['with a line of another form', `${line('intended')}{}\n`, 'Line 2'],
    ['of something else', 'nonsense', 'The end'],
    ['without its head', line('settled'), 'Line 1'],
    ['with a gap', line('intended') + line('restored') + line('applied', 2), 'Line 3'],
  ])('refuses a file %s, names it and leaves it alone', async (_, text, place) => {
    const path = await journalFile();
    await mkdir(dirname(path));
    await writeFile(path, text);
    await expect(open(path)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      message: expect.stringMatching(`^${place} of the journal ${path} `),
      hint: expect.stringContaining('delete the file'),
    });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

test('Journal writes on after a failure, which says by its phase what was changed', async () => {
  const path = await journalFile();
  await using journal = await open(path);
  await using probe = await openFile(tmpdir());
  const prototype = Object.getPrototypeOf(probe) as typeof probe; // the class has no name to import
  const full = () =>
    vi.spyOn(prototype, 'appendFile').mockImplementationOnce(async () => {
      await appendFile(path, '{"half');
      throw new Error('ENOSPC');
    });
  full();
  const intent = { before: { 'web.cpu': 4 }, after: { 'web.cpu': 2 } };
  await expect(journal.intend(intent)).rejects.toMatchObject({ hint: expect.stringContaining('Nothing was changed') });
  await journal.intend(intent);
  full();
  await expect(journal.mark('applied')).rejects.toMatchObject({
    code: 'JOURNAL_UNWRITABLE',
    hint: expect.stringContaining('servo restore'),
  });
  vi.restoreAllMocks();
  await journal.mark('settled');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { readonly phase: string }).phase)).toEqual(['intended', 'settled']); // as written
});

test('Journal.open() says that the file cannot be read', async () => {
  await expect(open(tmpdir())).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE', message: /EISDIR/ });
});

test('Journal.open() touches nothing, and Journal.intend() says that a folder cannot be made', async () => {
  const path = await journalFile();
  await using journal = await open(path);
  expect(existsSync(dirname(path))).toBe(false);
  await writeFile(dirname(path), 'a file where the folder should be');
  await expect(journal.intend({ before: { 'web.cpu': 1 }, after: { 'web.cpu': 2 } })).rejects.toMatchObject({
    code: 'JOURNAL_UNWRITABLE',
    hint: expect.stringContaining('Nothing was changed'),
  });
});
