import { hash } from 'node:crypto';
import { type EmbeddedOptimizerConfig, type MetricCondition, fullMetricName } from '@servo/core/wire';
import type { SettingPlace } from '../target/setting-place.js';
import type { Target } from '../target/target.js';

/** The parts of a study's definition as text: what can be compared, hashed, and shown when it changed. */
export interface StudyIdentity {
  readonly settings: readonly string[];
  readonly objective: readonly string[];
  readonly constraints: readonly string[];
  readonly prices: readonly string[];
}

/** Writes down what makes a study another one. The order in which things were written does not count. */
export function studyIdentity(config: EmbeddedOptimizerConfig, { tunables }: Target): StudyIdentity {
  const { minimize, maximize, constraints, prices } = config;
  return {
    settings: tunables.map(settingText).toSorted(),
    objective: [minimize === undefined ? `maximize ${maximize}` : `minimize ${minimize}`],
    constraints: constraints.map(conditionText).toSorted(),
    prices: Object.entries(prices)
      .map(([name, price]) => `${name}: ${typeof price === 'object' ? JSON.stringify(price) : price}`)
      .toSorted(),
  };
}

/** The name of a study: equal for an equal servo and identity. */
export function studyId(servo: string, identity: StudyIdentity): string {
  return hash('sha256', JSON.stringify([servo, identity])).slice(0, 12);
}

/** Says in a few words what changed, or `undefined` when nothing did. */
export function identityChange(before: StudyIdentity, after: StudyIdentity): string | undefined {
  const parts = ['settings', 'objective', 'constraints', 'prices'] as const;
  const changed = parts.filter((part) => before[part].join() !== after[part].join());
  if (changed.length === 0) return undefined;
  return changed.map((part) => `${part} ${difference(before[part], after[part])}`).join('; ');
}

function difference(before: readonly string[], after: readonly string[]): string {
  const gone = before.filter((text) => !after.includes(text)).join(', ');
  const come = after.filter((text) => !before.includes(text)).join(', ');
  if (gone && come) return `changed (${gone} → ${come})`;
  return gone ? `removed (${gone})` : `added (${come})`;
}

function settingText({ path, setting }: SettingPlace): string {
  const { unit = '' } = setting;
  if (setting.type === 'enum') return `${path} one of ${JSON.stringify(setting.values)} ${unit}`.trim();
  return `${path} ${setting.min}..${setting.max}/${setting.step} ${unit}`.trim();
}

function conditionText({ metric: name, operator, limit, unit, ofBaseline }: MetricCondition): string {
  const metric = fullMetricName(name);
  return `${metric} ${operator} ${limit}${ofBaseline ? ' of baseline' : unit}`;
}
