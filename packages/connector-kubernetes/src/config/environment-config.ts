import { z } from '@servo/core/config';
import { pinned } from './pinned.js';
import { rangeProblem } from './range-problem.js';
import { isVariableName, variableNameExpected } from './variable-name.js';

const shared = {
  name: z
    .string()
    .regex(/^[^\s.]+$/, 'expected a name without dots and blanks')
    .describe('The name of the setting'),
  literal: z
    .string()
    .refine(isVariableName, variableNameExpected)
    .optional()
    .describe('The name of the variable, where it differs'),
  pinned,
  unit: z.string().optional().describe('A symbol such as MiB or ms'),
};

const RangeConfig = z
  .strictObject({
    ...shared,
    type: z.literal('range'),
    min: z.number().describe('The smallest value'),
    max: z.number().describe('The largest value'),
    step: z.number().positive().describe('The distance of two values'),
    valueType: z.enum(['int', 'float']).optional().describe('Which numbers the program takes'),
    value: z.number().optional().describe('Ignored: the value comes from the cluster'),
  })
  .superRefine((range, context) => {
    const problem = rangeProblem(range);
    if (problem) context.addIssue({ code: 'custom', path: [problem.key], message: problem.message });
    if (range.valueType !== 'int') return;
    for (const key of ['min', 'max', 'step'] as const)
      if (!Number.isInteger(range[key]))
        context.addIssue({ code: 'custom', path: [key], message: 'expected a whole number, as "value_type" is int' });
  });

const ChoiceConfig = z.strictObject({
  ...shared,
  type: z.literal('enum'),
  values: z
    .array(z.union([z.string(), z.number()]).transform(String))
    .min(1)
    .refine((values) => new Set(values).size === values.length, 'expected each value once')
    .describe('The values it may have'),
  value: z.union([z.string(), z.number()]).optional().describe('Ignored: the value comes from the cluster'),
});

/** An environment variable that can be adjusted. */
export const EnvironmentConfig = z.discriminatedUnion('type', [RangeConfig, ChoiceConfig]);

/** A validated variable. */
export type EnvironmentConfig = z.output<typeof EnvironmentConfig>;
