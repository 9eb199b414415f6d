import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ServoError } from '@servo/core';
import type { StudyRecord } from '../study/study-record.js';
import type { StudyState } from '../study/study-state.js';
import { loadSqlite } from './load-sqlite.js';
import { prepareSchema } from './prepare-schema.js';
import type { Snapshot, Store, StoredStudy, StudyHead, StudyWriter } from './store.js';
import { fenced, storeError } from './store-error.js';

/**
 * Keeps studies in the file `studies.sqlite` of a folder, which is made and opened when first needed.
 *
 * Each promise resolves when the operating system has written the data to the disk. Rejects with a {@link ServoError}:
 * `STORE_CORRUPT`, `STORE_READ_ONLY`, `STORE_TOO_NEW` or `STORE_FAILED`, with the file and what to do.
 *
 * @example
 * await using store = new SqliteStore('.servo');
 */
export class SqliteStore implements Store {
  readonly file: string;
  #database: DatabaseSync | undefined;
  #closed = false;

  /** @param stateDir The folder. */
  constructor(stateDir: string) {
    this.file = join(stateDir, 'studies.sqlite');
  }

  async claim(servo: string): Promise<number> {
    return this.#use((database) => {
      const claimed = database
        .prepare(
          'INSERT INTO writers VALUES (?, 1) ON CONFLICT (servo) DO UPDATE SET fence = fence + 1 RETURNING fence',
        )
        .get(servo);
      return Number(claimed?.['fence']);
    });
  }

  async studies(servo: string): Promise<readonly StudyHead[]> {
    return this.#use((database) =>
      database
        .prepare(
          'SELECT study, record FROM studies JOIN records USING (study) WHERE servo = ? AND sequence = 0 ORDER BY position',
        )
        .all(servo)
        .flatMap((row) => {
          const begun = parseRecord(row['record']);
          return begun.type === 'study-begun' ? [{ study: String(row['study']), begun }] : [];
        }),
    );
  }

  async read(study: string): Promise<StoredStudy> {
    return this.#use((database) => {
      const snapshot = parseSnapshot(database.prepare('SELECT * FROM snapshots WHERE study = ?').get(study));
      const records = database
        .prepare('SELECT record FROM records WHERE study = ? AND sequence >= ? ORDER BY sequence')
        .all(study, snapshot?.sequence ?? 0);
      return { snapshot, records: records.map((row) => parseRecord(row['record'])) };
    });
  }

  async append(writer: StudyWriter, sequence: number, record: StudyRecord): Promise<void> {
    this.#write(writer, (database) => {
      const { servo, study } = writer;
      const next = database.prepare('SELECT count(*) AS next FROM records WHERE study = ?').get(study)?.['next'];
      if (next !== sequence) throw fenced(servo);
      if (sequence === 0) database.prepare('INSERT INTO studies (study, servo) VALUES (?, ?)').run(study, servo);
      database.prepare('INSERT INTO records VALUES (?, ?, ?)').run(study, sequence, JSON.stringify(record));
    });
  }

  async save(writer: StudyWriter, { sequence, state }: Snapshot): Promise<void> {
    this.#write(writer, (database) =>
      database
        .prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)')
        .run(writer.study, sequence, JSON.stringify(state)),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#database?.close();
    this.#database = undefined;
  }

  #write({ servo, fence }: StudyWriter, change: (database: DatabaseSync) => unknown): void {
    this.#use((database) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const found = database.prepare('SELECT fence FROM writers WHERE servo = ?').get(servo);
        if (found?.['fence'] !== fence) throw fenced(servo);
        change(database);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #use<T>(work: (database: DatabaseSync) => T): T {
    if (this.#closed)
      throw new ServoError('STORE_CLOSED', `The studies in ${this.file} were closed before they were used`);
    try {
      this.#database ??= open(this.file);
      return work(this.#database);
    } catch (error) {
      throw storeError(this.file, error);
    }
  }
}

function open(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new (loadSqlite().DatabaseSync)(file);
  try {
    prepareSchema(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function parseRecord(text: unknown): StudyRecord {
  const record: unknown = JSON.parse(String(text));
  if (typeof record === 'object' && record !== null && 'type' in record) return record as StudyRecord; // written above
  throw new SyntaxError(`Expected a record, got ${String(text).slice(0, 80)}`);
}

function parseSnapshot(row: Record<string, unknown> | undefined): Snapshot | undefined {
  if (row === undefined) return undefined;
  return { sequence: Number(row['sequence']), state: JSON.parse(String(row['state'])) as StudyState }; // written above
}
