import type { EnumSetting } from './enum-setting.js';
import type { RangeSetting } from './range-setting.js';

/** What a setting can be set to. */
export type SettingValue = number | string;

/** What all settings have. */
export interface SettingBase {
  readonly name: string;
  /** The present value; absent when it is not known. */
  readonly value?: SettingValue | undefined;
  /** A symbol such as `cores` or `GiB`. */
  readonly unit?: string | undefined;
  /** A pinned setting is shown and never changed. */
  readonly pinned: boolean;
}

/** Something about a component that can be adjusted. */
export type Setting = RangeSetting | EnumSetting;

/** How a setting reaches a program as an environment variable. */
export interface EnvironmentBinding {
  /** The name of the variable. */
  readonly literal?: string | undefined;
}
