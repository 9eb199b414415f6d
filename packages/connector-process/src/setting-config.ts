import { z } from '@servo/core/config';

/** The ways in which a value reaches a program, besides a placeholder in the command. */
export const settingCarriers = ['env', 'argument', 'file'] as const;

const template = z.string().refine((text) => text.includes('{value}'), 'expected {value} somewhere in it');
const templates = z
  .array(z.string())
  .refine((parts) => parts.some((part) => part.includes('{value}')), 'expected {value} in one of the parts');

/** One thing that can be adjusted: a range or a list of values, and how it reaches the program. */
export const SettingConfig = z
  .strictObject({
    min: z.number().optional().describe('The smallest value of a range'),
    max: z.number().optional().describe('The largest value of a range'),
    step: z.number().positive().optional().describe('The distance of two values of a range'),
    values: z
      .array(z.union([z.number(), z.string()]))
      .min(1)
      .optional()
      .describe('The options, instead of a range'),
    value: z.union([z.number(), z.string()]).describe('The value to begin with'),
    unit: z.string().optional().describe('A symbol such as MiB or ms'),
    pinned: z.boolean().default(false).describe('Shown, and never changed'),
    env: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable')
      .optional()
      .describe('The environment variable that carries the value'),
    argument: z.union([template, templates]).optional().describe('Arguments with {value}, after those of the command'),
    file: z
      .strictObject({
        path: z.string().min(1).describe('From `cwd`; settings of one path are its lines'),
        format: template.default('{value}').describe('The line'),
      })
      .optional()
      .describe('A file that is written before each start'),
  })
  .superRefine(({ min, max, step, values, value }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
    const isRange = [min, max, step].every((bound) => bound !== undefined);
    const isMixed = values && [min, max, step].some((bound) => bound !== undefined);
    if (isMixed || (!values && !isRange)) return refuse('expected either "min", "max" and "step", or "values"');
    if (values && !values.includes(value)) return refuse(`expected "value" to be one of ${values.join(', ')}`);
    if (min === undefined || max === undefined || values) return;
    if (min > max) return refuse(`expected "min" not to be greater than "max", got ${min} and ${max}`);
    if (typeof value !== 'number' || value < min || value > max)
      refuse(`expected "value" to be a number between ${min} and ${max}, got ${value}`);
  });

/** A validated setting. */
export type SettingConfig = z.output<typeof SettingConfig>;
