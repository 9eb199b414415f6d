import { z } from '../zod.js';
import { ServoError } from '../errors/servo-error.js';
import { Duration } from '../time/duration.js';

/** The zod type behind {@link duration}. */
export type DurationSchema = z.ZodPipe<
  z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>,
  z.ZodTransform<Duration, string | number>
>;

let shared: DurationSchema | undefined; // schemas do not change, and making one takes time at every start

/**
 * The schema of a duration: text such as `1m30s`, or a number of seconds. Negative ones are refused. Give a default as
 * text with `prefault`, so that it stands in the schema as the user would write it.
 *
 * @example
 * z.strictObject({ timeout: duration().prefault('10s') });
 */
export function duration(): DurationSchema {
  return (shared ??= makeSchema());
}

function makeSchema(): DurationSchema {
  return z
    .union([z.string(), z.number()])
    .meta({ format: 'duration', examples: ['300ms', '5m', '2h45m'] })
    .transform((value, context) => {
      try {
        const parsed = Duration.from(value);
        if (parsed.milliseconds >= 0) return parsed;
        context.addIssue({
          code: 'custom',
          message: `expected a duration that is not negative, got ${String(parsed)}`,
        });
      } catch (error) {
        const { message, hint } = ServoError.from(error);
        context.addIssue({ code: 'custom', message: `${message}. ${hint}` });
      }
      return z.NEVER;
    });
}
