import { z } from '../zod.js';
import { ServoError } from '../errors/servo-error.js';
import type { Logger } from '../logging/logger.js';
import type { Control } from '../model/control.js';
import type { SloCondition } from './slo-condition.js';
import { sloSchema } from './slo-schema.js';

/**
 * Reads the conditions that the optimizer sent along with a measurement, in `control.userdata.slo`; none where it sent
 * none. What is odd about them without being wrong is logged.
 *
 * @throws {@link ServoError} `SLO_INVALID` with everything that is wrong.
 * @example
 * const conditions = sloConditions(control, context);
 */
export function sloConditions(
  { userdata }: Pick<Control, 'userdata'>,
  { logger }: { readonly logger?: Logger | undefined } = {},
): readonly SloCondition[] {
  const input = userdata?.['slo'];
  if (input == null) return [];
  const { data, error } = sloSchema.safeParse(input);
  if (error) throw invalid(error);
  for (const note of data.notes) logger?.warn(note);
  return data.conditions;
}

function invalid(error: z.ZodError): ServoError {
  const problems = error.issues.map(({ path, message }) => `${z.core.toDotPath(['slo', ...path])}: ${message}`);
  return new ServoError('SLO_INVALID', `The conditions of the measurement cannot be read: ${problems.join('; ')}`, {
    hint: 'They come from the optimizer, in control.userdata.slo.',
    cause: error,
  });
}
