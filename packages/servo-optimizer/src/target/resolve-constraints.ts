import { ConfigurationError, type Metric } from '@servo/core';
import type { MetricCondition } from '@servo/core/wire';
import { type CodedProblem, type Constraint, constraint } from './constraint.js';
import { findMetric, unknownMetric } from './find-metric.js';

/**
 * Matches conditions with the metrics that are measured.
 *
 * @throws {@link ConfigurationError} with every problem found; its code is that of the first: `CONSTRAINT_METRIC_UNKNOWN`,
 * `CONSTRAINT_UNIT_MISSING` or `CONSTRAINT_UNIT_INCOMPATIBLE`.
 */
export function resolveConstraints(
  conditions: readonly MetricCondition[],
  metrics: readonly Metric[],
): readonly Constraint[] {
  const resolved = conditions.map((condition, index) =>
    resolve(condition, { metrics, path: `optimizer.constraints[${index}]` }),
  );
  const problems = resolved.flatMap((each) => ('code' in each ? [each] : []));
  if (problems[0]) throw new ConfigurationError(problems, { code: problems[0].code });
  return resolved.flatMap((each) => ('code' in each ? [] : [each]));
}

function resolve(
  condition: MetricCondition,
  { metrics, path }: { readonly metrics: readonly Metric[]; readonly path: string },
): Constraint | CodedProblem {
  const metric = findMetric(condition.metric, metrics);
  if (metric) return constraint(condition, { metric, path });
  const problem = unknownMetric(condition.metric, metrics);
  return {
    ...problem,
    code: 'CONSTRAINT_METRIC_UNKNOWN',
    path,
    message: `${condition.text}: ${problem.message}`,
  };
}
