import { Duration } from '@servo/core';
import type { PlannedSetting, PricedSettings, StudyPlan } from '@servo/optimizer';
import { formatPrice } from './format-number.js';
import { table } from './table.js';
import { formatSettings } from './trial-line.js';

/** What is known besides the plan. */
export interface PlanLinesOptions {
  /** Of all measurements together. */
  readonly seconds: number | undefined;
  readonly onInterrupt: 'restore' | 'keep';
}

const promotions = {
  never: 'the running configuration is restored, and the best one recommended (promote: never)',
  ask: 'you are asked whether the best configuration stays (promote: ask)',
  auto: 'the best configuration stays in force (promote: auto)',
} as const;

/** Writes what a study may do: settings and bounds, prices at the ends, how many measurements, and what restores it. */
export function planLines(plan: StudyPlan, { seconds, onInterrupt }: PlanLinesOptions): readonly string[] {
  const { objective, constraints, configurations, prices, measurements, unsafe, promote, notes } = plan;
  const time = seconds === undefined ? '' : `, about ${Duration.from(Math.round(seconds)).toString()} of measuring`;
  return [
    `Objective    ${objective}`,
    `Constraints  ${constraints.join(', ') || 'none'}`,
    '',
    ...table(['setting', 'present', 'may become', 'price'], plan.settings.map(settingRow)),
    '',
    ...(prices
      ? [
          `Present price   ${formatPrice(prices.present, prices.currency)}`,
          `Cheapest        ${priced(prices.cheapest, prices.currency)}`,
          `Most expensive  ${priced(prices.dearest, prices.currency)}; nothing above ${formatPrice(prices.ceiling, prices.currency)} is tried`,
        ]
      : ['Nothing has a price.']),
    '',
    `Of ${configurations} configurations at most ${measurements.trials} are tried; exploring ends when ${unsafe} of them broke a limit or failed.`,
    `At most ${measurements.atMost} measurements (baseline ${measurements.baseline}, trials ${measurements.trials}, confirmations ${measurements.confirmations})${time}.`,
    `At the end ${promotions[promote]}.`,
    onInterrupt === 'restore'
      ? 'An interrupted run is taken back: on Ctrl-C at once, after a crash by the next run or by "servo restore".'
      : 'An interrupted run leaves its settings in force (on_interrupt: keep); "servo restore" takes them back.',
    ...notes.map((note) => `Note: ${note}`),
  ];
}

function settingRow({
  path,
  unit,
  present,
  adjusted,
  min,
  max,
  step,
  values,
  free,
}: PlannedSetting): readonly string[] {
  const range = values ? values.join(', ') : `${min} to ${max} in steps of ${step}`;
  const label = unit ? ` ${unit}` : '';
  return [
    path,
    present === undefined ? '-' : `${present}${label}`,
    adjusted ? range : 'stays',
    free ? 'free' : 'priced',
  ];
}

function priced({ settings, price }: PricedSettings, currency: string): string {
  return `${formatPrice(price, currency)} with ${formatSettings(settings)}`;
}
