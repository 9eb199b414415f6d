import type { Logger } from '@servo/core';

/** Where it is told what is odd without being wrong. */
export type Notes = Pick<Logger, 'debug' | 'warn'>;

/** Says each warning once: many questions about one thing bring the same. */
export function warnsOnce(notes: Notes): Notes {
  const said = new Set<string>();
  return {
    debug: (message) => notes.debug(message),
    warn: (message) => {
      if (said.has(message)) return;
      said.add(message);
      notes.warn(message);
    },
  };
}
