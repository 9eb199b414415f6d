import { Duration, ServoError } from '@servo/core';

/** The shortest time that a query looks back by a range such as `[1m]`; two scrapes must fall into it. Milliseconds; infinite without one. */
export function windowOf(query: string): number {
  const windows = [...query.matchAll(/\[\s*([\d.a-z]+)\s*(?:\]|:)/g)].map(([, text = '']) => lengthOf(text));
  return Math.min(Infinity, ...windows);
}

function lengthOf(text: string): number {
  try {
    return Duration.from(text).milliseconds;
  } catch (error) {
    if (error instanceof ServoError) return Infinity; // written in a way that only the server knows
    throw error;
  }
}
