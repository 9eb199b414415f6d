import type { Clock } from '@servo/core';
import type { Settings } from '@servo/core/wire';
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
  /** Why it is a new one although there were others, or what is odd about going on with it, in one line. */
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
  if (reason === undefined) return { journal, resumed: true, ...measuringNote(definition, journal.state) };
  return begin(options, fresh, `${reason}, so a new study begins; ${last.study} stays in the history`);
}

/** Why a study of this definition cannot be gone on with; one that failed may not fail again: what broke may be mended. */
function voidReason(definition: StudyDefinition, state: StudyState): string | undefined {
  if (state.report?.conclusion === 'failed') return 'the last study failed';
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
    measuring: measuringTimes(options.definition),
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

/** Whoever measures for another time may see other numbers; the study goes on, as what was learned is worth keeping. */
function measuringNote(definition: StudyDefinition, { begun, report }: StudyState): { readonly note?: string } {
  const [before, now] = [begun.measuring, measuringTimes(definition)];
  if (before === undefined || before === now || report) return {};
  return { note: `the study was begun with ${before} and goes on with ${now}: what was measured may not compare` };
}

function measuringTimes({ config: { measure } }: StudyDefinition): string {
  const { duration, warmup } = measure;
  const times = [duration && `measurements of ${String(duration)}`, warmup && `a warm-up of ${String(warmup)}`];
  return times.filter(Boolean).join(' and ') || 'measuring times of the connectors';
}

/** What is in force and was not given by this study: somebody else did that, and the baseline is void. */
function foreignChange({ target }: StudyDefinition, state: StudyState): string | undefined {
  const known = given(state);
  if (known.some((settings) => target.same(settings, target.present))) return undefined;
  const [before = {}] = known;
  return target.tunables
    .filter(({ path }) => !sameValue(before[path], target.present[path]))
    .map(({ path }) => `${path} is ${target.present[path]}, was ${before[path]}`)
    .join(', ');
}

/** The configurations that the target may have: of a finished study the one that it was left in. */
function given({ begun, attempts, current, report }: StudyState): readonly Settings[] {
  if (report) return [report.left === 'promoted' && report.recommended ? report.recommended.settings : begun.running];
  return [begun.running, ...[...attempts, ...(current ? [current] : [])].map(({ settings }) => settings)];
}
