import type { Adjustment } from '../../model/adjustment.js';
import type { Description } from '../../model/description.js';
import type { SettingValues } from '../journal/journal-entry.js';

/** The present values of a description by `component.setting`; settings without a value are left out. */
export function valuesOf({ components }: Description): SettingValues {
  return Object.fromEntries(
    components.flatMap(({ name, settings }) =>
      settings.flatMap((each) => (each.value === undefined ? [] : [[`${name}.${each.name}`, each.value]])),
    ),
  );
}

/** The values of `values` that `present` has otherwise, as adjustments. */
export function differences(values: SettingValues, present: SettingValues): readonly Adjustment[] {
  return Object.entries(values)
    .filter(([path, value]) => present[path] !== value)
    .map(([path, value]) => {
      const dot = path.indexOf('.');
      return { component: path.slice(0, dot), setting: path.slice(dot + 1), value };
    });
}
