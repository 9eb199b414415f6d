import { z } from '../zod.js';
import { formatCondition, type SloCondition } from './slo-condition.js';

/** What an optimizer asked to be watched, and what is odd about it without being wrong. */
export interface SloRequest {
  readonly conditions: readonly SloCondition[];
  readonly notes: readonly string[];
}

// Some optimizers write numbers as text, and null for what they leave out.
const decimal = z.union([z.number(), z.string()], { error: 'expected a number' }).transform((value, context) => {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return number;
  context.addIssue({ code: 'custom', message: `expected a number, got "${value}"` });
  return z.NEVER;
});
const count = decimal.refine((value) => Number.isSafeInteger(value) && value >= 1, {
  error: ({ input }) => `expected a whole number from 1, got ${String(input)}`,
});

const given = z.strictObject({
  metric: z.string().min(1),
  description: z.string().nullish(),
  keep: z.enum(['below', 'above']).nullish(),
  threshold: decimal.nullish(),
  threshold_metric: z.string().min(1).nullish(),
  threshold_multiplier: decimal.nullish(),
  trigger_count: count.nullish(),
  trigger_window: count.nullish(),
  slo_metric_minimum: decimal.nullish(),
  slo_threshold_minimum: decimal.nullish(),
});
type Given = z.output<typeof given>;

const condition = given.transform((value, context) => {
  const problem = problemOf(value);
  if (problem === undefined) return { condition: conditionOf(value), notes: notesOf(value) };
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** What stands in `control.userdata.slo`, as it is on the wire. */
export const sloSchema: z.ZodType<SloRequest> = z
  .strictObject({ conditions: z.array(condition) })
  .transform(({ conditions: found }, context) => {
    const conditions = found.map((each) => each.condition);
    const texts = conditions.map(formatCondition);
    const repeated = new Set(texts.filter((text, index) => texts.indexOf(text) !== index));
    if (repeated.size === 0) return { conditions, notes: found.flatMap(({ notes }) => notes) };
    const message = `expected each condition once, got more than one ${[...repeated].join(', ')}`;
    context.addIssue({ code: 'custom', path: ['conditions'], message });
    return z.NEVER;
  });

function problemOf({ threshold, threshold_metric: metric, ...value }: Given): string | undefined {
  if (threshold != null && metric != null) return 'expected either threshold or threshold_metric, got both';
  if (threshold == null && metric == null) return 'expected threshold or threshold_metric, got neither';
  const triggerCount = value.trigger_count ?? 1;
  const triggerWindow = value.trigger_window ?? triggerCount;
  if (triggerCount <= triggerWindow) return undefined;
  return `expected trigger_count to be at most trigger_window (${triggerCount} > ${triggerWindow})`;
}

function conditionOf(value: Given): SloCondition {
  const triggerCount = value.trigger_count ?? 1;
  return {
    metric: value.metric,
    keep: value.keep ?? 'below',
    threshold: value.threshold ?? {
      metric: value.threshold_metric ?? '', // one of the two is there
      metricMinimum: value.slo_metric_minimum ?? 0.25,
      thresholdMinimum: value.slo_threshold_minimum ?? 0.25,
    },
    multiplier: value.threshold_multiplier ?? 1,
    triggerCount,
    triggerWindow: value.trigger_window ?? triggerCount,
    ...(value.description && { description: value.description }),
  };
}

function notesOf(value: Given): readonly string[] {
  if (value.threshold == null) return [];
  const idle = (['slo_metric_minimum', 'slo_threshold_minimum'] as const).filter((key) => value[key] != null);
  const text = formatCondition(conditionOf(value));
  return idle.map((key) => `${key} of the condition ${text} has no effect: its threshold is a number`);
}
