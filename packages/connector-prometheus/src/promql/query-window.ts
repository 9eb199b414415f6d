import { Duration, ServoError } from '@servo/core';
import { bareQuery } from './bare-query.js';

/** The shortest time that a query looks back by a range such as `[1m]`; two scrapes must fall into it. Milliseconds; infinite without one. */
export function windowOf(query: string): number {
  return Math.min(Infinity, ...windowsOf(query));
}

/** The longest time that a query looks back by a range, in milliseconds; 0 without one. */
export function lookBackOf(query: string): number {
  return Math.max(0, ...windowsOf(query).filter(Number.isFinite));
}

function windowsOf(query: string): readonly number[] {
  const ranges = bareQuery(query).matchAll(/\[\s*([\d.a-z]+)\s*(?:\]|:)/g);
  return [...ranges].map(([, text = '']) => lengthOf(text));
}

function lengthOf(text: string): number {
  try {
    return Duration.from(text).milliseconds;
  } catch (error) {
    if (error instanceof ServoError) return Infinity; // written in a way that only the server knows
    throw error;
  }
}
