import type { Clock } from '@servo/core';
import type { Store, StudyHead, StudyWriter } from '../store/store.js';
import { sameValue } from '../target/target.js';
import type { StudyDefinition } from './study-definition.js';
import { identityChange } from './study-identity.js';
import { StudyJournal, type StudyJournalOptions } from './study-journal.js';
import type { StudyState } from './study-state.js';

/** What {@link openStudy} needs. */
export interface OpenStudyOptions {
  readonly definition: StudyDefinition;
  readonly store: Store;
  readonly clock: Clock;
  /** Begin a study even where one with this definition exists. */
  readonly newStudy: boolean;
}

/** A study that is open for writing. */
export interface OpenedStudy {
  readonly journal: StudyJournal;
  /** Whether it was begun by an earlier process. */
  readonly resumed: boolean;
  /** Why it is a new one although there were others, in one line. */
  readonly note?: string | undefined;
}

/** Resumes the study of this definition, or begins one. */
export async function openStudy(options: OpenStudyOptions): Promise<OpenedStudy> {
  const { definition, store, newStudy } = options;
  const { servo, id } = definition;
  const fence = await store.claim(servo);
  const heads = await store.studies(servo);
  const same = heads.filter(({ study }) => study === id || study.startsWith(`${id}-`));
  const last = same.at(-1);
  const fresh: StudyWriter = { servo, fence, study: same.length === 0 ? id : `${id}-${same.length + 1}` };
  if (last === undefined) return begin(options, fresh, changeNote(definition, heads.at(-1)));
  if (newStudy) return begin(options, fresh, `begun again as asked; ${last.study} stays in the history`);
  const journal = await StudyJournal.resume(journalOptions(options, { ...fresh, study: last.study }));
  const reason = voidReason(definition, journal.state);
  if (reason === undefined) return { journal, resumed: true };
  return begin(options, fresh, `${reason}, so a new study begins; ${last.study} stays in the history`);
}

/** Why a study of this definition cannot be gone on with; a finished one is, unless it failed: what broke may be mended. */
function voidReason(definition: StudyDefinition, state: StudyState): string | undefined {
  if (state.report) return state.report.conclusion === 'failed' ? 'the last study failed' : undefined;
  const foreign = foreignChange(definition, state);
  return foreign && `the running configuration was changed from outside (${foreign})`;
}

async function begin(options: OpenStudyOptions, writer: StudyWriter, note?: string): Promise<OpenedStudy> {
  const { servo, identity, target } = options.definition;
  const { present: running, fixed } = target;
  const journal = await StudyJournal.begin(journalOptions(options, writer), {
    type: 'study-begun',
    servo,
    identity,
    running,
    fixed,
  });
  return { journal, resumed: false, ...(note !== undefined && { note }) };
}

function journalOptions({ store, clock }: OpenStudyOptions, writer: StudyWriter): StudyJournalOptions {
  return { store, clock, ...writer };
}

function changeNote({ identity }: StudyDefinition, last: StudyHead | undefined): string | undefined {
  const change = last && identityChange(last.begun.identity, identity);
  return change && `${change}: a new study begins; ${last.study} stays in the history`;
}

/** A setting whose present value is none that this study gave it: somebody else did, and the baseline is void. */
function foreignChange({ target }: StudyDefinition, { begun, attempts, current }: StudyState): string | undefined {
  const given = [begun, ...attempts, ...(current ? [current] : [])].map((each) =>
    'running' in each ? each.running : each.settings,
  );
  const odd = target.tunables.filter(
    ({ path }) => !given.some((settings) => sameValue(settings[path], target.present[path])),
  );
  if (odd.length === 0) return undefined;
  return odd.map(({ path }) => `${path} is ${target.present[path]}, was ${begun.running[path]}`).join(', ');
}
