import { inject, test as plain } from 'vitest';
import type {} from './provide-vegeta.js';

const found = inject('vegeta');

/** The path of a real vegeta. */
export const vegeta: string = 'path' in found ? found.path : 'vegeta';

/** A test with a real vegeta; skipped with the reason where there is none. */
export const test = plain.extend<{ readonly present: undefined }>({
  present: [
    async ({ skip }, use) => {
      if ('missing' in found) skip(found.missing);
      await use(undefined);
    },
    { auto: true },
  ],
});
