import { ConfigurationError, type Description, type Metric } from '@servo/core';
import type { EmbeddedOptimizerConfig, Settings } from '@servo/core/wire';
import type { Constraint } from '../target/constraint.js';
import { type Objective, resolveObjective } from '../target/objective.js';
import { PriceList } from '../target/price-list.js';
import { resolveConstraints } from '../target/resolve-constraints.js';
import { Target } from '../target/target.js';
import { type StudyIdentity, studyId, studyIdentity } from './study-identity.js';

/** What a {@link StudyDefinition} is made of. */
export interface StudyDefinitionOptions {
  readonly config: EmbeddedOptimizerConfig;
  readonly servo: string;
  readonly description: Description;
}

/** What a study is about: a target, what to improve, which limits to keep. Made anew at each start, never stored. */
export class StudyDefinition {
  readonly servo: string;
  readonly config: EmbeddedOptimizerConfig;
  readonly target: Target;
  readonly metrics: readonly Metric[];
  readonly objective: Objective;
  readonly constraints: readonly Constraint[];
  readonly prices: PriceList;
  /** What makes this study another one when it changes. */
  readonly identity: StudyIdentity;
  /** The same for the same identity. */
  readonly id: string;

  /**
   * @throws {@link ConfigurationError} when the configuration does not fit what the servo described; the code says how.
   */
  constructor({ config, servo, description }: StudyDefinitionOptions) {
    this.servo = servo;
    this.config = config;
    this.metrics = description.metrics;
    this.target = new Target(description);
    this.constraints = resolveConstraints(config.constraints, description.metrics);
    this.objective = resolveObjective(config, description.metrics);
    this.prices = new PriceList(config.prices, description);
    if (this.objective.kind === 'price' && !((this.price(this.target.present) ?? 0) > 0))
      throw withoutPrices(this.target, this.prices.unknown);
    this.identity = studyIdentity(config, this.target);
    this.id = studyId(servo, this.identity);
  }

  /** The metrics that decide about a configuration; all others are context. */
  get decisive(): readonly string[] {
    const measured = this.objective.kind === 'metric' ? [this.objective.metric] : [];
    return [...new Set([...this.constraints.map(({ metric }) => metric), ...measured])];
  }

  /** What is odd about the configuration without being wrong; that a setting is free, the plan shows with the setting. */
  get notes(): readonly string[] {
    const unknown = this.prices.unknown.map((key) => `the price of "${key}" is not used: no setting has that name`);
    const unlimited = this.constraints.length === 0 ? ['there are no constraints: whatever starts is acceptable'] : [];
    const once = this.prices.single.map((name) => `${name} has no replicas, so its price counts once`);
    return [...unknown, ...once, ...unlimited];
  }

  /** The price per month of a configuration of the target, or `undefined` where nothing has a price. */
  price(settings: Settings, fixed: Settings = this.target.fixed): number | undefined {
    return this.prices.empty ? undefined : this.prices.price({ ...fixed, ...settings });
  }
}

function withoutPrices({ tunables }: Target, unknown: readonly string[]): ConfigurationError {
  const unused = unknown.length > 0 ? `; no setting is called ${unknown.map((key) => `"${key}"`).join(', ')}` : '';
  const names = tunables.map(({ setting }) => setting.name).join(', ');
  return new ConfigurationError(
    [
      {
        path: 'optimizer.prices',
        message: `the running configuration costs nothing, so there is no price to minimize${unused}`,
        hint: `give a price to one of: ${names}; for example prices: {cpu: 23 per core}`,
      },
    ],
    { code: 'PRICES_MISSING' },
  );
}
