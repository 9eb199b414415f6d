import type { EnvironmentBinding, SettingBase, SettingValue } from './setting.js';

/** One of a list of values. */
export interface EnumSetting extends SettingBase, EnvironmentBinding {
  readonly type: 'enum';
  /** At least one; numbers stay numbers. */
  readonly values: readonly SettingValue[];
}

/** What {@link enumSetting} takes. */
export type EnumOptions = Omit<EnumSetting, 'type' | 'name' | 'pinned'> & { readonly pinned?: boolean };
