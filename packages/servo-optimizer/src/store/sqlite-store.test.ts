import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { begun, describeStore } from '../../test/describe-store.js';
import { loadSqlite } from './load-sqlite.js';
import { SqliteStore } from './sqlite-store.js';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'servo-store-'));

describeStore('SqliteStore', async () => {
  const folder = await newFolder();
  return {
    store: new SqliteStore(join(folder, 'state')),
    again: () => new SqliteStore(join(folder, 'state')),
    remove: () => rm(folder, { recursive: true }),
  };
});

describe('SqliteStore in a folder of its own', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('opens its file only when it is needed', async () => {
    await using store = new SqliteStore(join(folder, 'state'));
    expect(store.file).toBe(join(folder, 'state', 'studies.sqlite'));
    expect(existsSync(store.file)).toBe(false);
    await store.claim('web');
    expect(existsSync(store.file)).toBe(true);
  });

  test('keeps what it knows when it is closed', async () => {
    const store = new SqliteStore(folder);
    await store.append({ servo: 'web', study: 'a', fence: await store.claim('web') }, 0, begun());
    await store[Symbol.asyncDispose]();
    await using next = new SqliteStore(folder);
    expect((await next.read('a')).records).toEqual([begun()]);
  });

  test('names the file that is no database, and what to do', async () => {
    await using store = new SqliteStore(folder);
    await writeFile(store.file, 'no database '.repeat(1_000));
    await expect(store.claim('web')).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining(store.file),
      hint: expect.stringContaining('move it away'),
    });
  });

  test('names the file whose records are damaged', async () => {
    const writing = new SqliteStore(folder);
    await writing.append({ servo: 'web', study: 'a', fence: await writing.claim('web') }, 0, begun());
    await writing[Symbol.asyncDispose]();
    await using store = new SqliteStore(folder);
    edit(store.file, `UPDATE records SET record = '{"type":'`);
    await expect(store.read('a')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    edit(store.file, `UPDATE records SET record = '5'`);
    await expect(store.studies('web')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  test('is not opened again once it is closed', async () => {
    const store = new SqliteStore(folder);
    await store.claim('web');
    await store[Symbol.asyncDispose]();
    await expect(store.claim('web')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  test('refuses a file of a newer version and leaves it alone', async () => {
    await using store = new SqliteStore(folder);
    edit(store.file, 'PRAGMA user_version = 99');
    await expect(store.claim('web')).rejects.toMatchObject({
      code: 'STORE_TOO_NEW',
      message: expect.stringMatching(/format 99.*formats up to 1/),
      hint: expect.stringContaining('Update @servo/optimizer'),
    });
  });

  test('names the file in a place where it cannot be', async () => {
    await writeFile(join(folder, 'plain'), '');
    await using store = new SqliteStore(join(folder, 'plain', 'state'));
    await expect(store.claim('web')).rejects.toMatchObject({
      code: 'STORE_READ_ONLY',
      message: expect.stringContaining(store.file),
      hint: expect.stringContaining('SERVO_STATE_DIR'),
    });
  });
});

function edit(file: string, statement: string): void {
  const database = new (loadSqlite().DatabaseSync)(file);
  database.exec(statement);
  database.close();
}
