import { type Clock, ServoError } from '@servo/core';
import type { Store, StudyWriter } from '../store/store.js';
import type { StudyFact, StudyRecord } from './study-record.js';
import { evolve, type StudyState } from './study-state.js';

// Reading this many records takes no noticeable time.
const SNAPSHOT_EVERY = 50;

/** What a journal is opened with. */
export interface StudyJournalOptions extends StudyWriter {
  readonly store: Store;
  readonly clock: Clock;
}

/** The records of one study and what they add up to. A record counts once it is stored. */
export class StudyJournal {
  readonly study: string;
  readonly #options: StudyJournalOptions;
  #state: StudyState;
  #sequence: number;

  private constructor(options: StudyJournalOptions, state: StudyState, sequence: number) {
    this.study = options.study;
    this.#options = options;
    this.#state = state;
    this.#sequence = sequence;
  }

  /** Begins a study. */
  static async begin(
    options: StudyJournalOptions,
    fact: Extract<StudyFact, { type: 'study-begun' }>,
  ): Promise<StudyJournal> {
    const begun = { ...fact, at: options.clock.now() };
    await options.store.append(options, 0, begun);
    return new StudyJournal(options, evolve(undefined, begun), 1);
  }

  /** Reads a study that was begun earlier. */
  static async resume(options: StudyJournalOptions): Promise<StudyJournal> {
    const { snapshot, records } = await options.store.read(options.study);
    const state = records.reduce<StudyState | undefined>(evolve, snapshot?.state);
    if (state) return new StudyJournal(options, state, (snapshot?.sequence ?? 0) + records.length);
    throw new ServoError('STUDY_UNKNOWN', `Expected the study ${options.study} in the store, found nothing`);
  }

  get state(): StudyState {
    return this.#state;
  }

  /** Stores a transition; only then it has happened. */
  async append(fact: StudyFact): Promise<void> {
    const { store, clock } = this.#options;
    const record: StudyRecord = { ...fact, at: clock.now() };
    await store.append(this.#options, this.#sequence, record);
    this.#sequence += 1;
    this.#state = evolve(this.#state, record);
    if (this.#sequence % SNAPSHOT_EVERY === 0)
      await store.save(this.#options, { sequence: this.#sequence, state: this.#state }).catch(() => {
        // it only spares reading, and the record is stored; what is wrong with the store shows at the next one
      });
  }
}
