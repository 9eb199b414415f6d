import type { EnvironmentBinding, SettingBase } from './setting.js';

/** A number between two bounds, in steps from the lower one. */
export interface RangeSetting extends SettingBase, EnvironmentBinding {
  readonly type: 'range';
  readonly min: number;
  readonly max: number;
  /** The distance of two neighbouring values; 0 only where `min` equals `max`. */
  readonly step: number;
  readonly value?: number | undefined;
}

/** What {@link rangeSetting} takes. */
export type RangeOptions = Omit<RangeSetting, 'type' | 'name' | 'pinned'> & { readonly pinned?: boolean };
