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
 * @param points where they go; those of this list that were read before.
 * @throws {@link PrometheusError} when there is something else.
 */
export function scanPoints(bytes: Buffer, from: number, points: Point[]): ScannedPoints {
  for (let at = from; ; ) {
    const next = skipSpace(bytes, at);
    if (bytes[next] === close) return { at: next + 1, closed: true };
    const separated = points.length === 0 || bytes[next] === comma;
    const start = points.length === 0 ? next : skipSpace(bytes, next + 1);
    if (start >= bytes.length) return { at, closed: false };
    const end = bytes.indexOf(close, start);
    if (!separated || bytes[start] !== open || (end < 0 && bytes.length - start > longestPair))
      throw unexpected(bytes, next);
    if (end < 0) return { at, closed: false };
    points.push(pairOf(bytes, start, end));
    at = end + 1;
  }
}

const longestPair = 1_000; // bytes

/** The pair between two brackets. */
function pairOf(bytes: Buffer, start: number, end: number): Point {
  let between = start + 1;
  while (between < end && bytes[between] !== comma) between++;
  const from = skipSpace(bytes, between + 1);
  let to = end;
  while (to > from && isSpace(bytes[to - 1])) to--;
  if (to - from < 2 || bytes[from] !== quote || bytes[to - 1] !== quote) throw unexpected(bytes, start);
  const time = decimal(bytes, skipSpace(bytes, start + 1), between);
  const value = decimal(bytes, from + 1, to - 1);
  if (!Number.isFinite(time) || (Number.isNaN(value) && bytes.toString('latin1', from + 1, to - 1) !== 'NaN'))
    throw unexpected(bytes, start);
  return [Math.round(time * 1_000), value];
}

/** The first byte from here on that is no white space. */
function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && byte <= space;
}

function unexpected(bytes: Buffer, at: number): PrometheusError {
  const found = bytes.toString('utf8', at, at + 40);
  return new PrometheusError(`The answer has ${JSON.stringify(found)} where [time, "value"] was expected`);
}
