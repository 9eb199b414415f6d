import type { Description } from '@servo/core';
import type { EmbeddedOptimizerConfig } from '@servo/core/wire';
import { BASELINE_MEASUREMENTS } from '../study/baseline-step.js';
import { CONFIRMATIONS } from '../study/confirmation-step.js';
import { StudyDefinition } from '../study/study-definition.js';
import { isTunable } from '../target/setting-parameter.js';
import { type SettingPlace, settingPlaces } from '../target/setting-place.js';
import { priceBounds } from './price-bounds.js';
import type { PlannedMeasurements, PlannedPrices, PlannedSetting, StudyPlan } from './study-plan.js';

/** What {@link planStudy} looks at. */
export interface PlanStudyOptions {
  readonly config: EmbeddedOptimizerConfig;
  readonly description: Description;
}

/**
 * Says what a study would do, without touching anything.
 *
 * @throws {@link ConfigurationError} where the configuration does not fit what the servo describes, as the study would.
 * @example
 * const plan = planStudy({ config, description: await servo.describe() });
 * plan.measurements.atMost; // 21
 */
export function planStudy({ config, description }: PlanStudyOptions): StudyPlan {
  const definition = new StudyDefinition({ config, description, servo: '' });
  const { target, identity, prices } = definition;
  const free = new Set(prices.empty ? [] : prices.free);
  return {
    objective: identity.objective.join(),
    constraints: config.constraints.map(({ text }) => text),
    settings: settingPlaces(description).map((place) => plannedSetting(place, free)),
    configurations: target.lattice.size,
    prices: plannedPrices(definition),
    measurements: plannedMeasurements(config),
    unsafe: config.budget.unsafe,
    promote: config.promote,
    notes: definition.notes,
  };
}

function plannedSetting(place: SettingPlace, free: ReadonlySet<string>): PlannedSetting {
  const { path, setting } = place;
  const { unit, value: present } = setting;
  const bounds =
    setting.type === 'enum' ? { values: setting.values } : { min: setting.min, max: setting.max, step: setting.step };
  return { path, unit, present, adjusted: isTunable(place), free: free.has(path), ...bounds };
}

function plannedPrices(definition: StudyDefinition): PlannedPrices | undefined {
  const { target, config } = definition;
  const present = definition.price(target.present);
  if (present === undefined) return undefined;
  const ceiling = present * config.budget.price;
  return { currency: config.currency, present, ceiling, ...priceBounds(definition, ceiling) };
}

function plannedMeasurements({ budget: { trials }, measure }: EmbeddedOptimizerConfig): PlannedMeasurements {
  const { duration, warmup } = measure;
  const atMost = BASELINE_MEASUREMENTS + trials + CONFIRMATIONS;
  const seconds = duration && atMost * (duration.seconds + (warmup?.seconds ?? 0));
  return { baseline: BASELINE_MEASUREMENTS, trials, confirmations: CONFIRMATIONS, atMost, seconds };
}
