import { z } from '@servo/core/config';
import { pinned } from './pinned.js';

const shared = {
  name: z
    .string()
    .regex(/^[^\s.]+$/, 'expected a name without dots and blanks')
    .describe('The name of the setting'),
  literal: z
    .string()
    .regex(/^[A-Za-z_][\w.-]*$/, 'expected the name of an environment variable')
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
  .refine(({ min, max }) => min <= max, { path: ['min'], message: 'expected "min" not to be greater than "max"' });

const ChoiceConfig = z.strictObject({
  ...shared,
  type: z.literal('enum'),
  values: z
    .array(z.union([z.string(), z.number()]).transform(String))
    .min(1)
    .describe('The values it may have'),
  value: z.union([z.string(), z.number()]).optional().describe('Ignored: the value comes from the cluster'),
});

/** An environment variable that can be adjusted. */
export const EnvironmentConfig = z.discriminatedUnion('type', [RangeConfig, ChoiceConfig]);

/** A validated variable. */
export type EnvironmentConfig = z.output<typeof EnvironmentConfig>;
