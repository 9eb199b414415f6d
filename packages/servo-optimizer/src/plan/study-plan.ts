import type { SettingValue } from '@servo/core';
import type { Settings } from '@servo/core/wire';

/** One setting as a plan shows it. */
export interface PlannedSetting {
  /** `component.setting`. */
  readonly path: string;
  readonly unit?: string | undefined;
  readonly present?: SettingValue | undefined;
  /** Whether the study moves it; a pinned setting, or one with a single value, stays as it is. */
  readonly adjusted: boolean;
  /** Of a range. */
  readonly min?: number | undefined;
  /** Of a range. */
  readonly max?: number | undefined;
  /** Of a range. */
  readonly step?: number | undefined;
  /** Of an enumeration. */
  readonly values?: readonly SettingValue[] | undefined;
  /** Whether nobody gave it a price while others have one. */
  readonly free: boolean;
}

/** A configuration and its price per month. */
export interface PricedSettings {
  readonly settings: Settings;
  readonly price: number;
}

/** What the configurations of a study cost per month. */
export interface PlannedPrices {
  readonly currency: string;
  readonly present: number;
  /** No configuration dearer than this is tried. */
  readonly ceiling: number;
  readonly cheapest: PricedSettings;
  /** The most expensive configuration that may be tried; in a very large space, within one step of it. */
  readonly dearest: PricedSettings;
}

/** How often a study measures at most; measurements that bring no data are made again on top. */
export interface PlannedMeasurements {
  readonly baseline: number;
  readonly trials: number;
  readonly confirmations: number;
  readonly atMost: number;
  /** Of all of them, where the configuration says how long one takes. */
  readonly seconds?: number | undefined;
}

/** What a study would do, without doing it. Plain data. */
export interface StudyPlan {
  /** Such as `minimize price`. */
  readonly objective: string;
  /** As written. */
  readonly constraints: readonly string[];
  readonly settings: readonly PlannedSetting[];
  /** How many configurations there are, whatever they cost. */
  readonly configurations: number;
  /** Absent where nothing has a price. */
  readonly prices?: PlannedPrices | undefined;
  readonly measurements: PlannedMeasurements;
  /** How many trials may break a constraint or fail. */
  readonly unsafe: number;
  readonly promote: 'never' | 'ask' | 'auto';
  /** What is odd without being wrong. */
  readonly notes: readonly string[];
}
