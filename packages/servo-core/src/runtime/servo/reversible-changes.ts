import { AdjustmentFailedError } from '../../errors/adjustment-failed-error.js';
import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import { EventAbortedError } from '../../errors/event-aborted-error.js';
import { EventCancelledError } from '../../errors/event-cancelled-error.js';
import { mostSevereError } from '../../errors/most-severe-error.js';
import { ServoError } from '../../errors/servo-error.js';
import { type Adjustment, formatAdjustments } from '../../model/adjustment.js';
import { type Description, findSetting } from '../../model/description.js';
import type { Clock } from '../../time/clock.js';
import { Journal } from '../journal/journal.js';
import type { SettingValues } from '../journal/journal-entry.js';
import { checkAdjustments } from './check-adjustments.js';
import { differences, valuesOf } from './setting-values.js';

/** What {@link ReversibleChanges} are made of. */
export interface ReversibleChangesOptions {
  /** The file of the journal. */
  readonly path: string;
  readonly clock: Clock;
}

/** Asks whether a change is wanted, given what is in force; rejects with the abort reason. */
export type Consent = (
  adjustments: readonly Adjustment[],
  present: Description,
  signal: AbortSignal | undefined,
) => Promise<boolean>;

/** One change of settings. */
export interface Change {
  readonly adjustments: readonly Adjustment[];
  readonly commandUid?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Asks for the present state. */
  readonly describe: () => Promise<Description>;
  /** Asked before anything is touched; a refusal rejects the change. */
  readonly consent?: Consent | undefined;
  /** Makes the connectors apply the adjustments. */
  readonly apply: () => Promise<unknown>;
}

/** Changes settings so that they can be taken back: checked first, in the journal before they are made. */
export class ReversibleChanges implements AsyncDisposable {
  readonly #options: ReversibleChangesOptions;
  #journal: Promise<Journal> | undefined;
  #initial: SettingValues = {};

  constructor(options: ReversibleChangesOptions) {
    this.#options = options;
  }

  /** The values to go back to; `undefined` when nothing is to be taken back. */
  async restorePoint(): Promise<SettingValues | undefined> {
    return (await this.#open()).restorePoint;
  }

  /** Remembers values that the target has had: going back to them is always allowed. */
  remember(description: Description): void {
    this.#initial = { ...valuesOf(description), ...this.#initial };
  }

  /** Makes a change, and answers the resulting description. */
  async make({ adjustments, commandUid, signal, describe, consent, apply }: Change): Promise<Description> {
    const present = await describe();
    checkAdjustments(adjustments, { present, initial: this.#initial });
    if (consent && !(await consent(adjustments, present, signal))) throw refused(adjustments);
    const journal = await this.#open();
    const values = valuesOf(present);
    await journal.intend({ commandUid, ...beforeAndAfter(adjustments, values) });
    try {
      await apply();
      await journal.mark('applied');
    } catch (error) {
      const { error: worst } = mostSevereError(error);
      // a cancellation by a `before` handler came before anything was touched
      if (worst instanceof EventCancelledError && !signal?.aborted) await settle(journal, values);
      // a rejection promises the previous values, unless the configuration has the target left as it failed
      else if (worst instanceof AdjustmentRejectedError) await settleAsFound(journal, describe);
      else if (isOver(worst, signal)) await settleIfUnchanged(journal, describe);
      throw error; // any other failure leaves the entry open
    }
    const result = await describe();
    await settle(journal, valuesOf(result));
    return result;
  }

  /** Takes what is in force for good. */
  async promote(): Promise<void> {
    const journal = await this.#open();
    if (journal.restorePoint) await journal.mark('promoted');
  }

  /** Brings back, by `adjust`, the values from before the first change that was neither restored nor promoted. */
  async restore({
    describe,
    adjust,
  }: {
    readonly describe: () => Promise<Description>;
    readonly adjust: (adjustments: readonly Adjustment[]) => Promise<unknown>;
  }): Promise<SettingValues | undefined> {
    const journal = await this.#open();
    const { restorePoint, unsettled } = journal;
    if (!restorePoint) return undefined;
    this.#initial = { ...this.#initial, ...restorePoint };
    const found = await describe();
    const known = knownValues(restorePoint, found);
    const adjustments = differences(known, unsettled ? {} : valuesOf(found)); // unsettled: what is in force is not known
    if (adjustments.length > 0) await adjust(adjustments);
    const unknown = Object.keys(restorePoint).filter((path) => !(path in known));
    if (unknown.length > 0) throw incomplete(unknown);
    if (journal.restorePoint) await journal.mark('restored');
    return restorePoint;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const journal = await this.#journal?.catch(() => undefined); // it was reported to whoever asked for it
    this.#journal = undefined;
    await journal?.[Symbol.asyncDispose]();
  }

  #open(): Promise<Journal> {
    this.#journal ??= Journal.open(this.#options.path, this.#options.clock).catch((error: unknown) => {
      this.#journal = undefined; // the next one tries again
      throw error;
    });
    return this.#journal;
  }
}

function refused(adjustments: readonly Adjustment[]): AdjustmentRejectedError {
  return new AdjustmentRejectedError(`The operator refused ${formatAdjustments(adjustments)}`, {
    reason: 'operator-refused',
  });
}

function beforeAndAfter(
  adjustments: readonly Adjustment[],
  present: SettingValues,
): { readonly before: SettingValues; readonly after: SettingValues } {
  const after = adjustments.map(({ component, setting, value }) => [`${component}.${setting}`, value] as const);
  const before = after.flatMap(([path]) => (present[path] === undefined ? [] : [[path, present[path]] as const]));
  return { before: Object.fromEntries(before), after: Object.fromEntries(after) };
}

/** Whether a failed change is over: nothing of it is under way, or could not be taken back. */
function isOver(error: ServoError, signal: AbortSignal | undefined): boolean {
  const isLeft = error instanceof AdjustmentFailedError && /^(?:rollback|restore)-failed$/.test(error.reason ?? '');
  return !signal?.aborted && !isLeft && !(error instanceof EventAbortedError) && error.code !== 'HANDLER_ABANDONED';
}

/** A change that was refused, or taken back by whoever made it, leaves nothing to restore. */
async function settleIfUnchanged(journal: Journal, describe: Change['describe']): Promise<void> {
  const { restorePoint } = journal;
  const found = await describe().catch(() => undefined); // the failure is what is told
  const isAsBefore = found && restorePoint && differences(restorePoint, valuesOf(found)).length === 0;
  if (isAsBefore) await journal.mark('restored');
}

/** Those values whose settings there are. */
function knownValues(values: SettingValues, present: Description): SettingValues {
  return Object.fromEntries(Object.entries(values).filter(([path]) => findSetting(present, path)));
}

function incomplete(paths: readonly string[]): ServoError {
  return new ServoError('RESTORE_INCOMPLETE', `No connector has ${paths.join(', ')} any more, so it was not put back`, {
    hint:
      'Put it into servo.yaml again and run "servo restore"; ' +
      'or start once with settings: {on_interrupt: keep} to leave it as it is.',
  });
}

/** What cannot be seen leaves the entry open: it is looked at again when it is restored. */
async function settleAsFound(journal: Journal, describe: Change['describe']): Promise<void> {
  const found = await describe().catch(() => undefined); // the rejection is what is told
  if (found) await settle(journal, valuesOf(found));
}

async function settle(journal: Journal, inForce: SettingValues): Promise<void> {
  const { restorePoint } = journal;
  const restored = restorePoint && differences(restorePoint, inForce).length === 0;
  await journal.mark(restored ? 'restored' : 'settled');
}
