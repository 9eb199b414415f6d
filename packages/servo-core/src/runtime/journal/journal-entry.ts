import type { SettingValue } from '../../model/settings/setting.js';

/** Values by `component.setting`. */
export type SettingValues = Readonly<Record<string, SettingValue>>;

/**
 * How far a change is. `intended` is on disk before anything is touched; `applied` when the target took it, `settled`
 * when it runs well; `restored` and `promoted` end the matter: what is in force is what should be.
 */
export type JournalPhase = 'intended' | 'applied' | 'settled' | 'restored' | 'promoted';

/** One line of the journal. */
export interface JournalEntry {
  /** Counts the changes; the lines of one change share it. */
  readonly epoch: number;
  readonly phase: JournalPhase;
  readonly cmd_uid: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly before: SettingValues;
  readonly after: SettingValues;
}
