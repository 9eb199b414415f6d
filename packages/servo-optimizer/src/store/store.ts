import type { StudyBegun, StudyRecord } from '../study/study-record.js';
import type { StudyState } from '../study/study-state.js';

/** A study of a servo, as it began. */
export interface StudyHead {
  readonly study: string;
  readonly begun: StudyBegun;
}

/** The state after a number of records, so that not all of them have to be read. */
export interface Snapshot {
  /** How many records it holds. */
  readonly sequence: number;
  readonly state: StudyState;
}

/** What is stored of a study. */
export interface StoredStudy {
  readonly snapshot?: Snapshot | undefined;
  /** The records after the snapshot, in order. */
  readonly records: readonly StudyRecord[];
}

/** Who writes to which study. */
export interface StudyWriter {
  readonly servo: string;
  readonly study: string;
  /** From {@link Store.claim}. */
  readonly fence: number;
}

/**
 * Where studies are kept: records that are only ever appended, and snapshots.
 *
 * One writer at a time: each claim fences off the one before it, so that a process that was thought dead cannot write
 * any more. Every promise resolves when the data would survive a crash.
 */
export interface Store extends AsyncDisposable {
  /** The file, where there is one. */
  readonly file?: string | undefined;
  /** Makes the caller the only writer of a servo's studies. Resolves to its number, higher than all before. */
  claim(servo: string): Promise<number>;
  /** The studies of a servo in the order in which they began. */
  studies(servo: string): Promise<readonly StudyHead[]>;
  /** A study's snapshot and the records after it; no record where the study is not known. */
  read(study: string): Promise<StoredStudy>;
  /**
   * Appends a record. The first of a study is its `study-begun`.
   *
   * @param sequence How many records the study has already: another writer is noticed.
   * @throws {@link ServoError} `STORE_FENCED` when another writer came after this one, or wrote in between.
   */
  append(writer: StudyWriter, sequence: number, record: StudyRecord): Promise<void>;
  /** Keeps a snapshot in place of the one before. @throws {@link ServoError} `STORE_FENCED` as in {@link append}. */
  save(writer: StudyWriter, snapshot: Snapshot): Promise<void>;
}
