import type { Duration } from '@servo/core';
import type { InstructedControl, Order } from '../protocol/conductor.js';
import type { Constraint } from '../target/constraint.js';
import type { Evidence } from './evidence.js';
import type { StudyDefinition } from './study-definition.js';

// So far beyond its limit a value is not by chance.
const excess = 2;
// One bad moment, such as a cold cache, is no verdict.
const checks = 3;

/**
 * The order to measure: every metric that there is, as those that do not decide are cheap context for a person.
 *
 * With evidence, a trial is watched for its limits, so that one that clearly fails is cut short; the running configuration
 * never is, because its numbers are what the others are compared with.
 */
export function measuringOrder({ metrics, config }: StudyDefinition, evidence?: Evidence): Order {
  const { duration, warmup } = config.measure;
  const conditions = evidence && (evidence.state.current?.trial ?? 0) > 0 ? sloConditions(evidence) : [];
  const times: InstructedControl = { ...seconds('duration', duration), ...seconds('warmup', warmup) };
  const watched = { ...times, userdata: { slo: { conditions } } };
  const control = conditions.length > 0 ? watched : times;
  return { cmd: 'MEASURE', param: { metrics: metrics.map(({ name }) => name), control } };
}

function seconds(name: string, duration: Duration | undefined): Readonly<Record<string, number>> {
  return duration === undefined ? {} : { [name]: duration.seconds };
}

/** A limit in the metric's unit, and where it comes from. */
interface Limit {
  readonly constraint: Constraint;
  readonly value: number;
}

/** The limits that are known, as the servo reads them; those of the baseline once it was measured. */
function sloConditions(evidence: Evidence): readonly Readonly<Record<string, unknown>>[] {
  const limits = evidence.definition.constraints.flatMap((constraint): readonly Limit[] => {
    const value = evidence.limit(constraint);
    return value === undefined ? [] : [{ constraint, value }];
  });
  const sides = Map.groupBy(limits, ({ constraint: { metric, bound } }) => `${bound} ${metric}`);
  return [...sides.values()].map((side) => sloCondition(side.reduce(tighter)));
}

function tighter(one: Limit, other: Limit): Limit {
  const isTighter = one.constraint.bound === 'upper' ? one.value <= other.value : one.value >= other.value;
  return isTighter ? one : other;
}

function sloCondition({ constraint: { metric, bound, condition }, value }: Limit): Readonly<Record<string, unknown>> {
  return {
    metric,
    description: condition,
    keep: bound === 'upper' ? 'below' : 'above',
    threshold: Number(value.toPrecision(12)),
    threshold_multiplier: bound === 'upper' ? excess : 1 / excess,
    trigger_count: checks,
    trigger_window: checks,
  };
}
