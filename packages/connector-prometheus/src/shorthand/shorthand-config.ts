import { duration, z } from '@servo/core/config';
import { labelName, metricName } from './selector.js';

const labels = z.record(labelName, z.string(), {
  error: ({ code }) => (code === 'invalid_key' ? 'expected the name of a label, such as job' : undefined),
});
const where = labels
  .default({})
  .describe('What labels must be: `{job: shop}`, or with an operator: `{code: "=~5..", path: "!=/healthz"}`');
const by = z
  .array(labelName)
  .refine((names) => new Set(names).size === names.length, 'expected each label once')
  .default([])
  .describe('A series for each value of these labels; a single one unless given');
const window = duration()
  .refine(({ milliseconds }) => milliseconds >= 1, 'expected at least 1ms')
  .optional()
  .describe('The time that a rate is taken over; four scrapes unless given');

/** A name alone stands for all that can be left out. */
const counter = metricName.transform((of) => ({ of, where: {}, by: [], window: undefined }));

/** How fast a counter grows, per second. */
export const rateConfig = z
  .union([counter, z.strictObject({ of: metricName.describe('The counter'), where, by, window })])
  .describe('How fast a counter grows: its name, or `{of: …, where: …, by: […]}`');

const share = 'expected a number from 0 to 1, such as 0.99';
const ofBuckets = 'expected none of the bounds of the buckets (le), which the quantile is worked out from';

/** A quantile of a histogram. */
export const quantileConfig = z
  .strictObject({
    of: metricName
      .refine((name) => !name.endsWith('_bucket'), 'expected the name of the histogram, without "_bucket"')
      .describe('The histogram, without `_bucket`'),
    q: z.number().min(0, share).max(1, share).describe('Which quantile, from 0 to 1: 0.99'),
    where: where.refine((given) => !('le' in given), ofBuckets),
    by: by.refine((given) => !given.includes('le'), ofBuckets),
    window,
  })
  .describe('A quantile of a histogram, classic or native: `{of: http_request_seconds, q: 0.99}`');

/** The share of what failed. */
export const errorRatioConfig = z
  .strictObject({
    of: metricName.describe('The counter of everything'),
    errors: z
      .union([
        metricName,
        labels.refine((given) => Object.keys(given).length > 0, 'expected a label at least, such as {code: "=~5.."}'),
      ])
      .describe('What failed: another counter, or what labels of the first one are then: `{code: "=~5.."}`'),
    where,
    by,
    window,
  })
  .describe('The share of what failed: `{of: http_requests_total, errors: {code: "=~5.."}}`');

/** What every shorthand has. */
export type Shorthand = Pick<z.output<typeof errorRatioConfig>, 'of' | 'where' | 'by' | 'window'>;

/** A validated {@link rateConfig}. */
export type RateSettings = z.output<typeof rateConfig>;

/** A validated {@link quantileConfig}. */
export type QuantileSettings = z.output<typeof quantileConfig>;

/** A validated {@link errorRatioConfig}. */
export type ErrorRatioSettings = z.output<typeof errorRatioConfig>;
