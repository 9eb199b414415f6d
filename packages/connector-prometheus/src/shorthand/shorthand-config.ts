import { duration, z } from '@servo/core/config';
import { labelName, metricName } from './selector.js';

const where = z
  .record(labelName, z.string())
  .default({})
  .describe('What labels must be: `{job: shop}`, or with an operator: `{code: "=~5..", path: "!=/healthz"}`');
const by = z
  .array(labelName)
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

/** A quantile of a histogram. */
export const quantileConfig = z
  .strictObject({
    of: metricName.describe('The histogram, without `_bucket`'),
    q: z.number().min(0).max(1).describe('Which quantile, from 0 to 1: 0.99'),
    where,
    by,
    window,
  })
  .describe('A quantile of a histogram, classic or native: `{of: http_request_seconds, q: 0.99}`');

/** The share of what failed. */
export const errorRatioConfig = z
  .strictObject({
    of: metricName.describe('The counter of everything'),
    errors: z
      .union([metricName, z.record(labelName, z.string())])
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
