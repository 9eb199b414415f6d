import type { ConfigurationProblem } from '../../errors/configuration-error.js';
import { nearestName } from '../../errors/nearest-name.js';

/** The problem of a key that means nothing, and the key that it most likely stands for. */
export function unknownKey(
  key: string,
  known: Iterable<string>,
): { readonly problem: ConfigurationProblem; readonly nearest: string | undefined } {
  const names = [...new Set(known)];
  const nearest = nearestName(key, names);
  const hint = nearest === undefined ? `known are ${names.join(', ') || 'none'}` : `did you mean "${nearest}"?`;
  return { problem: { message: `unknown key "${key}"`, hint }, nearest };
}
