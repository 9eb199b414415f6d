import type { Point } from '../series.js';
import { decimal } from './decimal.js';
import { PrometheusError } from './prometheus-error.js';

const [comma, open, close, quote, space] = [0x2c, 0x5b, 0x5d, 0x22, 0x20]; // as bytes

/** How far the points of a series were read. */
export interface ScannedPoints {
  /** The first byte that was not. */
  readonly at: number;
  /** Whether their end was found. */
  readonly closed: boolean;
}

/**
 * Reads what follows the bracket of `"values":[`: pairs such as `[1607989427.782,"19.8"]`, as far as they are whole.
 *
 * @throws {@link PrometheusError} when there is something else.
 */
export function scanPoints(bytes: Buffer, from: number, points: Point[]): ScannedPoints {
  for (let at = from; ; ) {
    const start = skip(bytes, at, comma);
    const first = bytes[start];
    if (first === close) return { at: start + 1, closed: true };
    if (first === undefined) return { at, closed: false };
    const end = bytes.indexOf(close, start);
    if (first !== open || (end < 0 && bytes.length - start > longestPair)) throw unexpected(bytes, start);
    if (end < 0) return { at: start, closed: false };
    points.push(pairOf(bytes, start, end));
    at = end + 1;
  }
}

const longestPair = 1_000; // bytes

/** The pair between two brackets. */
function pairOf(bytes: Buffer, start: number, end: number): Point {
  let between = start + 1;
  while (between < end && bytes[between] !== comma) between++;
  if (between === end) throw unexpected(bytes, start);
  const from = skip(bytes, between + 1, quote);
  let to = end;
  while (to > from && isBlank(bytes[to - 1], quote)) to--;
  const time = decimal(bytes, skip(bytes, start + 1, space), between);
  if (Number.isNaN(time) || to === from) throw unexpected(bytes, start);
  return [Math.round(time * 1_000), decimal(bytes, from, to)];
}

/** The first byte from here on that is neither white space nor this other one. */
function skip(bytes: Buffer, from: number, other: number): number {
  let at = from;
  while (isBlank(bytes[at], other)) at++;
  return at;
}

function isBlank(byte: number | undefined, other: number): boolean {
  return byte === other || byte === space || (byte !== undefined && byte < space);
}

function unexpected(bytes: Buffer, at: number): PrometheusError {
  const found = bytes.toString('utf8', at, at + 40);
  return new PrometheusError(`The answer has ${JSON.stringify(found)} where [time, "value"] was expected`);
}
