import type { StudyEvent } from '../../optimizer/study-report.js';
import type { CommandName } from '../../wire/command.js';
import type { CompletionStatus } from '../../wire/status.js';
import type { SettingValues } from '../journal/journal-entry.js';

/** What happens to a servo that runs, for whoever shows it. */
export type ServoEvent = { readonly servo: string } & (
  | { readonly type: 'connecting' | 'connected'; readonly optimizer: string }
  /** The optimizer said what is next. */
  | { readonly type: 'turned' }
  | {
      readonly type: 'command-started';
      readonly command: CommandName;
      readonly uid: string | null;
      readonly detail: string;
      /** After so many milliseconds it is ended. */
      readonly limit: number;
    }
  | {
      readonly type: 'progress';
      readonly command: CommandName;
      readonly percent: number;
      readonly message?: string | undefined;
    }
  | {
      readonly type: 'command-finished';
      readonly command: CommandName;
      readonly status: CompletionStatus;
      readonly message?: string | undefined;
      readonly reason?: string | undefined;
      /** Milliseconds. */
      readonly elapsed: number;
    }
  | { readonly type: 'sleeping'; readonly milliseconds: number; readonly reason: string }
  | {
      readonly type: 'retrying';
      readonly milliseconds: number;
      readonly message: string;
      /** What to do about it. */
      readonly hint?: string | undefined;
    }
  /** The servo ends what it does, and begins anew after a wait. */
  | { readonly type: 'restarting'; readonly milliseconds: number; readonly message: string }
  /** The servo is started and asks no optimizer: it rests until it is stopped. */
  | { readonly type: 'idle' }
  /** The servo rests until an operator lets it go on. */
  | { readonly type: 'paused' | 'resumed' }
  | { readonly type: 'restoring' | 'restored'; readonly settings: SettingValues; readonly why: string }
  /** How a connector left its part of the target, and how to use it by hand. */
  | { readonly type: 'handover'; readonly connector: string; readonly lines: readonly string[] }
  | { readonly type: 'stopped'; readonly reason: string }
  | { readonly type: 'study'; readonly event: StudyEvent }
);

/** Told what happens. */
export type ServoObserver = (event: ServoEvent) => void;
