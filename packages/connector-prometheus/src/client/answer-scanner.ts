import type { Point } from '../series.js';
import { scanPoints } from './point-scanner.js';
import { PrometheusError } from './prometheus-error.js';

const [quote, backslash, colon, open, close, begin, finish] = [0x22, 0x5c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d]; // as bytes
const [data, values] = ['"data"', '"values"'] as const;
const depthOfItems = 3; // in the answer, its data and a list
const longestText = 1024 ** 2; // bytes

/** The keys of the lists whose items are read one by one: those of queries, and of targets. */
export const itemLists: readonly string[] = ['result', 'activeTargets'];

/** An answer whose items and points were read apart. */
export interface ScannedAnswer {
  /** What is around the items of its list, as it stood there; each of them is an index here. */
  readonly text: string;
  /** The series or targets, read; where a series had `"values": […]` it has the index of their list. */
  readonly items: readonly unknown[];
  readonly values: readonly (readonly Point[])[];
}

/**
 * Reads an answer from its bytes as they come. The points of a range, which are nearly all of it, become numbers at once
 * and are never text; `JSON.parse` reads each series or target by itself, so that none of its calls takes long, and what
 * is around them is left for it.
 */
export class AnswerScanner {
  #around = '';
  readonly #items: unknown[] = [];
  readonly #values: Point[][] = [];
  /** What was read of an item that is open. */
  #item: string | undefined;
  /** Of the series whose points are being read; none between them. */
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
    const text = this.#around + (this.#item ?? '') + this.#rest.toString('utf8');
    return { text, items: this.#items, values: this.#values };
  }

  #readPoints(bytes: Buffer, from: number, points: Point[]): number {
    const { at, closed } = scanPoints(bytes, from, points);
    if (closed) this.#points = undefined;
    return at;
  }

  /** Goes on to the next points, or to the last text that is whole. */
  #readAround(bytes: Buffer, from: number): number {
    for (let [at, kept] = [from, from]; ; ) {
      const start = bytes.indexOf(quote, at);
      kept = this.#descend(bytes, { kept, from: at, to: start < 0 ? bytes.length : start });
      if (start < 0) return this.#keep(bytes, kept, bytes.length);
      const end = endOfText(bytes, start);
      const next = end === undefined ? undefined : valueAfter(bytes, end);
      if (end === undefined || next === undefined) return this.#keep(bytes, kept, start);
      at = end;
      if (this.#depth < depthOfItems) this.#keys[this.#depth] = bytes.toString('latin1', start, end);
      if (bytes[next] !== open || !this.#isValues(bytes, start, end)) continue;
      this.#keep(bytes, kept, next);
      this.#item += String(this.#values.length);
      this.#points = [];
      this.#values.push(this.#points);
      return next + 1;
    }
  }

  /** Follows what begins and ends between two texts; returns up to where the bytes are kept. */
  #descend(bytes: Buffer, { kept, from, to }: { kept: number; from: number; to: number }): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (byte === begin && this.#inList) {
        kept = this.#keep(bytes, kept, at);
        this.#item = '';
      }
      if (byte === begin || byte === open) this.#depth++;
      else if (byte === finish || byte === close) this.#depth--;
      if (this.#item === undefined || this.#depth !== depthOfItems) continue;
      kept = this.#keep(bytes, kept, at + 1);
      this.#endItem(this.#item);
    }
    return kept;
  }

  /** Whether what begins is an item: others may have lists of that name, too. */
  get #inList(): boolean {
    const [, outer, inner = ''] = this.#keys;
    return this.#depth === depthOfItems && outer === data && itemLists.includes(inner.slice(1, -1));
  }

  /** Leaves its index where an item stood. */
  #endItem(item: string): void {
    this.#item = undefined;
    try {
      this.#items.push(JSON.parse(item));
      this.#around += String(this.#items.length - 1);
    } catch {
      this.#around += item; // which makes no sense of what is around it, either: its reader says so
    }
  }

  /** Whether a text is the key of the points of an item. */
  #isValues(bytes: Buffer, start: number, end: number): boolean {
    if (this.#item === undefined || this.#depth !== depthOfItems + 1 || end - start !== values.length) return false;
    return bytes.toString('latin1', start, end) === values;
  }

  #keep(bytes: Buffer, from: number, to: number): number {
    const text = bytes.toString('utf8', from, to); // cut where no character is: between texts there are only such of one byte
    if (this.#item === undefined) this.#around += text;
    else this.#item += text;
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
