import type { Description, Setting } from '@servo/core';

/** A setting and where it is. */
export interface SettingPlace {
  /** `component.setting`. */
  readonly path: string;
  readonly component: string;
  readonly setting: Setting;
}

/** Lists every setting of a description, in its order. */
export function settingPlaces({ components }: Pick<Description, 'components'>): readonly SettingPlace[] {
  return components.flatMap(({ name, settings }) =>
    settings.map((setting) => ({ path: `${name}.${setting.name}`, component: name, setting })),
  );
}
