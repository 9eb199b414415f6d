import { z } from '../zod.js';
import { Secret } from './secret.js';

/**
 * The schema of a value that is never shown. A configuration may name a file instead, under the key with `_file`.
 *
 * @example
 * z.strictObject({ token: secret() });
 */
export function secret(): z.ZodPipe<z.ZodString, z.ZodTransform<Secret, string>> {
  return z
    .string()
    .min(1)
    .meta({ format: 'password', writeOnly: true })
    .transform((value) => new Secret(value));
}
