import { AdjustmentRejectedError } from '../../errors/adjustment-rejected-error.js';
import type { Adjustment } from '../../model/adjustment.js';
import { type Description, findSetting } from '../../model/description.js';
import { settingRejection } from '../../model/settings/setting-rejection.js';
import type { SettingValues } from '../journal/journal-entry.js';

/**
 * Refuses what must not reach a connector: an unknown component or setting, a pinned setting, a value outside the bounds
 * or off the steps. The value that the target had when it was first described is always allowed.
 *
 * @throws {@link AdjustmentRejectedError} with the reason `invalid-adjustment`.
 */
export function checkAdjustments(
  adjustments: readonly Adjustment[],
  { present, initial }: { readonly present: Description; readonly initial: SettingValues },
): void {
  const problems = adjustments.flatMap(({ component, setting, value }) => {
    const path = `${component}.${setting}`;
    if (initial[path] === value) return [];
    const known = findSetting(present, path);
    const problem = known ? settingRejection(known, value) : unknown(component, present);
    return problem ? [`${path}: ${problem}`] : [];
  });
  if (problems.length > 0) throw new AdjustmentRejectedError(problems.join('; '), { reason: 'invalid-adjustment' });
}

function unknown(component: string, { components }: Description): string {
  const owner = components.find(({ name }) => name === component);
  if (!owner) return `there is no component "${component}"; there are ${list(components)}`;
  return `"${component}" has no such setting; it has ${list(owner.settings)}`;
}

function list(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => name).join(', ') || 'none';
}
