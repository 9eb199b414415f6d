import type { Point } from '../series.js';
import { scanPoints } from './point-scanner.js';
import { PrometheusError } from './prometheus-error.js';

const [quote, backslash, colon, open, close, begin, finish] = [0x22, 0x5c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d]; // as bytes
const path = ['"data"', '"result"', '"values"'] as const;
const depthOfValues = 4; // in the answer, its data, the list of results and one of them
const longestText = 1024 ** 2; // bytes

/** An answer whose points were read apart: where a series had `"values": […]` it has the index of their list. */
export interface ScannedAnswer {
  /** What is not points, as it stood there. */
  readonly text: string;
  readonly values: readonly (readonly Point[])[];
}

/**
 * Reads the answer to a query from its bytes as they come. The points, which are nearly all of it, become numbers at once
 * and are never text; what is around them is left for `JSON.parse`.
 */
export class AnswerScanner {
  readonly #around: Buffer[] = [];
  readonly #values: Point[][] = [];
  /** The series whose points are being read; none between them. */
  #points: Point[] | undefined;
  /** How many objects and lists are open, and the last texts of the outer two: the keys of what is open in them. */
  #depth = 0;
  readonly #keys: string[] = [];
  /** What has begun in the last bytes, and ends in the next ones. */
  #rest: Buffer = Buffer.alloc(0);

  /** Takes the next bytes. @throws {@link PrometheusError} when points are none. */
  write(chunk: Uint8Array): void {
    const next = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = this.#rest.length === 0 ? next : Buffer.concat([this.#rest, next]);
    let at = 0;
    for (let before = -1; at !== before && at < bytes.length; ) {
      before = at;
      at = this.#points ? this.#readPoints(bytes, at, this.#points) : this.#readAround(bytes, at);
    }
    this.#rest = bytes.subarray(at);
    if (this.#rest.length > longestText)
      throw new PrometheusError(`The answer has a text of more than ${longestText / 1024 ** 2} MiB`);
  }

  /** What was read, once nothing more comes. */
  end(): ScannedAnswer {
    return { text: Buffer.concat([...this.#around, this.#rest]).toString('utf8'), values: this.#values };
  }

  #readPoints(bytes: Buffer, from: number, points: Point[]): number {
    const { at, closed } = scanPoints(bytes, from, points);
    if (closed) this.#points = undefined;
    return at;
  }

  /** Goes on to the next points, or to the last text that is whole. */
  #readAround(bytes: Buffer, from: number): number {
    for (let at = from; ; ) {
      const start = bytes.indexOf(quote, at);
      this.#descend(bytes, at, start < 0 ? bytes.length : start);
      if (start < 0) return this.#keep(bytes, from, bytes.length);
      const end = endOfText(bytes, start);
      const next = end === undefined ? undefined : valueAfter(bytes, end);
      if (end === undefined || next === undefined) return this.#keep(bytes, from, start);
      at = end;
      if (this.#depth < path.length) this.#keys[this.#depth] = bytes.toString('latin1', start, end);
      if (bytes[next] !== open || !this.#isValues(bytes, start, end)) continue;
      this.#keep(bytes, from, next);
      this.#around.push(Buffer.from(String(this.#values.length)));
      this.#points = [];
      this.#values.push(this.#points);
      return next + 1;
    }
  }

  /** Counts what begins and ends between two texts. */
  #descend(bytes: Buffer, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (byte === begin || byte === open) this.#depth++;
      else if (byte === finish || byte === close) this.#depth--;
    }
  }

  /** Whether a text is the key of points: others may have lists of that name, too. */
  #isValues(bytes: Buffer, start: number, end: number): boolean {
    const [data, result, values] = path;
    const inResult = this.#depth === depthOfValues && this.#keys[1] === data && this.#keys[2] === result;
    return inResult && end - start === values.length && bytes.toString('latin1', start, end) === values;
  }

  #keep(bytes: Buffer, from: number, to: number): number {
    if (to > from) this.#around.push(Buffer.from(bytes.subarray(from, to))); // a part would keep all of the bytes
    return to;
  }
}

/** Where a text that begins with this quote has ended; nothing where it has not. */
function endOfText(bytes: Buffer, start: number): number | undefined {
  for (let end = bytes.indexOf(quote, start + 1); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
  return undefined;
}

/** Where the value of a key stands; right behind a text that is no key, and nothing where the bytes end before. */
function valueAfter(bytes: Buffer, end: number): number | undefined {
  let at = end;
  while (isSpace(bytes[at])) at++;
  if (bytes[at] === colon) {
    at++;
    while (isSpace(bytes[at])) at++;
  }
  return at < bytes.length ? at : undefined;
}

function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && byte <= 0x20;
}
