import type { TestProject } from 'vitest/node';
import { type RealVegeta, realVegeta } from '../../../tools/real-programs/real-vegeta.js';

declare module 'vitest' {
  interface ProvidedContext {
    vegeta: RealVegeta;
  }
}

/** Gets vegeta once for all tests; building it takes about half a minute. */
export default function provideVegeta({ provide }: TestProject): void {
  provide('vegeta', realVegeta());
}
