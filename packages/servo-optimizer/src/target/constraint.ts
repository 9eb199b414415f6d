import { type ConfigurationProblem, convertUnit, type Metric } from '@servo/core';
import type { MetricCondition } from '@servo/core/wire';

/** A limit in the unit of the metric that it is for. */
export interface Constraint {
  /** As the user wrote it. */
  readonly condition: string;
  readonly metric: string;
  readonly unit: string;
  /** `upper`: the value may not exceed the limit; `lower`: it may not fall below. */
  readonly bound: 'upper' | 'lower';
  /** Whether a value on the limit breaks it. */
  readonly strict: boolean;
  /** In the metric's unit; a fraction where it is `ofBaseline`. */
  readonly limit: number;
  readonly ofBaseline: boolean;
}

/** A problem and the code of the error that it makes. */
export interface CodedProblem extends ConfigurationProblem {
  readonly code: string;
}

/** Puts a condition, which stands at `path` of the configuration, into the unit of its metric, or says why not. */
export function constraint(
  condition: MetricCondition,
  { metric, path }: { readonly metric: Metric; readonly path: string },
): Constraint | CodedProblem {
  const { text, operator, limit, unit, ofBaseline } = condition;
  if (!ofBaseline && unit === '' && metric.unit !== '')
    return {
      code: 'CONSTRAINT_UNIT_MISSING',
      path,
      message: `${text} of what? ${metric.name} is in ${metric.unit}`,
      hint: `write the unit: ${text}${metric.unit}`,
    };
  const converted = ofBaseline ? limit : convertUnit(limit, unit, metric.unit);
  if (converted === undefined)
    return {
      code: 'CONSTRAINT_UNIT_INCOMPATIBLE',
      path,
      message: `${text} cannot be compared: the limit is in ${unit}, ${metric.name} is ${inUnit(metric.unit)}`,
      hint: metric.unit ? `write the limit in ${metric.unit}` : 'write the limit without a unit',
    };
  return {
    condition: text,
    metric: metric.name,
    unit: metric.unit,
    bound: operator.startsWith('<') ? 'upper' : 'lower',
    strict: !operator.endsWith('='),
    limit: Number(converted.toPrecision(12)),
    ofBaseline,
  };
}

function inUnit(unit: string): string {
  return unit ? `in ${unit}` : 'a plain number';
}

/**
 * Whether a value keeps a limit. Of a baseline of nothing, nothing keeps it: `error_rate < 120% of baseline` is not to be
 * broken by a baseline without an error.
 */
export function keeps({ bound, strict, ofBaseline }: Constraint, value: number, limit: number): boolean {
  if (value === limit) return !strict || (ofBaseline && limit === 0);
  return bound === 'upper' ? value < limit : value > limit;
}
