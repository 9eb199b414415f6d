/**
 * The variable that a guarded program and its descendants carry in their environment: what left the tree is found by it.
 *
 * Internal: not covered by semver.
 */
export type GuardianMark = { readonly SERVO_CHILD: string };

/** What the servo asks of a guardian. Internal: not covered by semver. */
export type GuardianOrder =
  | {
      readonly type: 'start';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>> & GuardianMark;
    }
  | { readonly type: 'stop'; readonly signal: NodeJS.Signals; readonly grace: number }
  /** Kills what a guardian left behind that was killed itself. */
  | { readonly type: 'sweep'; readonly group: number | undefined; readonly env: GuardianMark };

/** What a guardian tells the servo. Internal: not covered by semver. */
export type GuardianReport =
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  | { readonly type: 'ended'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly type: 'survived'; readonly pids: readonly number[] };
