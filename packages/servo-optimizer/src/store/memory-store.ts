import type { StudyRecord } from '../study/study-record.js';
import type { Snapshot, Store, StoredStudy, StudyHead, StudyWriter } from './store.js';
import { fenced } from './store-error.js';

interface Entry {
  readonly servo: string;
  readonly records: StudyRecord[];
  snapshot?: Snapshot;
}

/**
 * Keeps studies for as long as the process lives.
 *
 * @example
 * await using store = new MemoryStore();
 */
export class MemoryStore implements Store {
  readonly #fences = new Map<string, number>();
  readonly #studies = new Map<string, Entry>();

  async claim(servo: string): Promise<number> {
    const fence = (this.#fences.get(servo) ?? 0) + 1;
    this.#fences.set(servo, fence);
    return fence;
  }

  async studies(servo: string): Promise<readonly StudyHead[]> {
    return [...this.#studies].flatMap(([study, entry]) => {
      const [begun] = entry.records;
      return entry.servo === servo && begun?.type === 'study-begun' ? [{ study, begun }] : [];
    });
  }

  async read(study: string): Promise<StoredStudy> {
    const entry = this.#studies.get(study);
    const { snapshot, records = [] } = entry ?? {};
    return structuredClone({ snapshot, records: records.slice(snapshot?.sequence ?? 0) });
  }

  async append(writer: StudyWriter, sequence: number, record: StudyRecord): Promise<void> {
    this.#check(writer);
    const entry = this.#studies.get(writer.study) ?? { servo: writer.servo, records: [] };
    if (entry.records.length !== sequence) throw fenced(writer.servo);
    entry.records.push(structuredClone(record));
    this.#studies.set(writer.study, entry);
  }

  async save(writer: StudyWriter, snapshot: Snapshot): Promise<void> {
    this.#check(writer);
    const entry = this.#studies.get(writer.study);
    if (entry) entry.snapshot = structuredClone(snapshot);
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #check({ servo, fence }: StudyWriter): void {
    if (this.#fences.get(servo) !== fence) throw fenced(servo);
  }
}
