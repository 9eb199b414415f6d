import type { Trouble } from './trouble.js';

/** Asks finders one after the other, and returns what the first one finds that finds something. */
export function firstTrouble<Seen extends readonly unknown[]>(
  finders: readonly ((...seen: Seen) => Trouble | undefined)[],
  ...seen: Seen
): Trouble | undefined {
  for (const find of finders) {
    const trouble = find(...seen);
    if (trouble) return trouble;
  }
  return undefined;
}
