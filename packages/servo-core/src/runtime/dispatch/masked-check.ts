import { maskSecrets } from '../../config/mask-secrets.js';
import type { Check } from '../../model/check.js';

/** A check as anybody may see it: what a connector says in it may be the output of a program. */
export function maskedCheck(check: Check): Check {
  const { message, hint } = check;
  return {
    ...check,
    ...(message !== undefined && { message: maskSecrets(message) }),
    ...(hint !== undefined && { hint: maskSecrets(hint) }),
  };
}
