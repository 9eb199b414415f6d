import { z } from '../zod.js';
import { duration } from '../config/duration-schema.js';
import type { Duration } from '../time/duration.js';

/** How a measurement is watched. */
export interface FastFailConfig {
  readonly disabled: boolean;
  /** Time between two checks; the first one comes after it. */
  readonly period: Duration;
  /** How far back a check looks. */
  readonly span: Duration;
  /** For how long nothing is checked. */
  readonly skip: Duration;
  /** Whether a value of 0 says as little as none. */
  readonly treatZeroAsMissing: boolean;
}

/** What a user may write to say how a measurement is watched. */
export interface FastFailInput {
  readonly disabled?: boolean | 0 | 1 | undefined;
  readonly period?: string | number | undefined;
  readonly span?: string | number | undefined;
  readonly skip?: string | number | undefined;
  readonly treatZeroAsMissing?: boolean | undefined;
}

/** The zod type behind {@link fastFailConfig}. */
export type FastFailSchema = z.ZodPrefault<z.ZodType<FastFailConfig, FastFailInput>>;

/**
 * The schema of the stanza `fast_fail` in a connector's configuration; all of it may be left out.
 *
 * @param period its default, `60s` unless given; a load of some seconds wants a shorter one.
 * @example
 * z.strictObject({ url: z.url(), fastFail: fastFailConfig() });
 */
export function fastFailConfig({ period = '60s' }: { readonly period?: string } = {}): FastFailSchema {
  const span = duration().refine(({ milliseconds }) => milliseconds > 0, { error: 'expected more than 0' });
  return z
    .strictObject({
      disabled: z
        .union([z.boolean(), z.literal([0, 1])])
        .default(false)
        .describe('Whether to measure to the end, whatever happens'),
      period: span.prefault(period).describe('Time between two checks'),
      span: span.optional().describe('How far back a check looks; as long as "period" unless given'),
      skip: duration().prefault('0s').describe('For how long nothing is checked'),
      treatZeroAsMissing: z.boolean().default(false).describe('Whether a value of 0 says as little as none'),
    })
    .transform((value) => ({ ...value, disabled: Boolean(value.disabled), span: value.span ?? value.period }))
    .prefault({});
}
