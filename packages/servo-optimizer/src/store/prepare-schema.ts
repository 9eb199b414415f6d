import type { DatabaseSync } from 'node:sqlite';
import { tooNew } from './store-error.js';

const FORMAT = 1;

const tables = `
  CREATE TABLE writers (servo TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT;
  CREATE TABLE studies (
    position INTEGER PRIMARY KEY, study TEXT NOT NULL UNIQUE, servo TEXT NOT NULL
  ) STRICT;
  CREATE INDEX studies_by_servo ON studies (servo, position);
  CREATE TABLE records (
    study TEXT NOT NULL, sequence INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (study, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE snapshots (study TEXT PRIMARY KEY, sequence INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
  PRAGMA user_version = ${FORMAT};
`;

/**
 * Prepares an opened database: crash-safe writing, and the tables where it is new.
 *
 * @throws {@link ServoError} `STORE_TOO_NEW` when a newer version wrote it.
 */
export function prepareSchema(database: DatabaseSync, file: string): void {
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  if (formatOf(database, file) === FORMAT) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been faster.
    if (formatOf(database, file) < FORMAT) database.exec(tables);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function formatOf(database: DatabaseSync, file: string): number {
  const format = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (format > FORMAT) throw tooNew(file, format, FORMAT);
  return format;
}
