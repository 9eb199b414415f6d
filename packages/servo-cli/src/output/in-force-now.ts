import { type Adjustment, type Description, findSetting } from '@servo/core';

/** What an adjustment that failed was to change, and what was described before and after it. */
export interface AdjustmentTried {
  readonly adjustments: readonly Adjustment[];
  readonly before: Description;
  readonly now: Description;
}

/** Says of what was to be changed whether all is as before, or else what is in force. */
export function inForceNow({ adjustments, before, now }: AdjustmentTried): string {
  const paths = adjustments.map(({ component, setting }) => `${component}.${setting}`);
  const [was, is] = [before, now].map((description) => paths.map((path) => valueIn(description, path)).join(' '));
  if (was === is) return `In force is what was before: ${is}`;
  return `In force is now ${is}; before it was ${was}. Run "servo restore" to go back.`;
}

function valueIn(description: Description, path: string): string {
  return `${path}=${findSetting(description, path)?.value ?? '?'}`;
}
