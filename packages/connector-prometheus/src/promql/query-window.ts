import { Duration, ServoError } from '@servo/core';
import { bareQuery } from './bare-query.js';

/** The shortest time that a query looks back by a range such as `[1m]`; two scrapes must fall into it. Milliseconds; infinite without one. */
export function windowOf(query: string): number {
  const ranges = bareQuery(query).matchAll(/\[\s*([\d.a-z]+)\s*(?:\]|:)/g);
  return Math.min(Infinity, ...[...ranges].map(([, text = '']) => lengthOf(text)));
}

function lengthOf(text: string): number {
  try {
    return Duration.from(text).milliseconds;
  } catch (error) {
    if (error instanceof ServoError) return Infinity; // written in a way that only the server knows
    throw error;
  }
}
