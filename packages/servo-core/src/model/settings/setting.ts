/** What a setting can be set to. */
export type SettingValue = number | string;

/** How a setting reaches a program as an environment variable. */
export interface EnvironmentBinding {
  /** The name of the variable. */
  readonly literal?: string | undefined;
}

/** What all settings have. */
export interface SettingBase extends EnvironmentBinding {
  readonly name: string;
  /** The present value; absent when it is not known. */
  readonly value?: SettingValue | undefined;
  /** A symbol such as `cores` or `GiB`. */
  readonly unit?: string | undefined;
  /** A pinned setting is shown and never changed. */
  readonly pinned: boolean;
}

/** A number between two bounds, in steps from the lower one. */
export interface RangeSetting extends SettingBase {
  readonly type: 'range';
  readonly min: number;
  readonly max: number;
  /** The distance of two neighbouring values; 0 only where `min` equals `max`. */
  readonly step: number;
  readonly value?: number | undefined;
  /** What the program reads from its environment variable; an `int` takes whole numbers only. */
  readonly valueType?: 'int' | 'float' | undefined;
}

/** One of a list of values. */
export interface EnumSetting extends SettingBase {
  readonly type: 'enum';
  /** At least one; numbers stay numbers. */
  readonly values: readonly SettingValue[];
}

/** Something about a component that can be adjusted. */
export type Setting = RangeSetting | EnumSetting;
