import { MeasurementFailedError } from '@servo/core';
import type { AttackResult } from './attack-result.js';
import { GobReader } from './gob-reader.js';
import { resultLayout, type ResultLayout } from './result-layout.js';

const head = 65_536; // bytes of a message that are kept; what follows, in the order of vegeta, is the body of an answer
const sizeBytes = 9; // the most that the length of a message takes
const yearOne = -62_135_596_800; // Go counts seconds from the year 1

/**
 * Decodes the raw results of vegeta as they come, a chunk at a time. Bodies and headers are passed over, so that memory
 * does not grow, however large the answers.
 */
export class ResultDecoder {
  readonly #onResult: (result: AttackResult) => void;
  #layout: ResultLayout | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #skip = 0;

  constructor(onResult: (result: AttackResult) => void) {
    this.#onResult = onResult;
  }

  /** @throws {@link MeasurementFailedError} with the reason `results-unreadable`. */
  push(chunk: Buffer): void {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    const fresh = skipped > 0 ? chunk.subarray(skipped) : chunk;
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, fresh]) : fresh;
    let start = 0;
    for (let next = this.#message(bytes, start); next !== undefined; next = this.#message(bytes, start)) start = next;
    this.#skip += Math.max(0, start - bytes.length);
    this.#rest = start < bytes.length ? bytes.subarray(start) : Buffer.alloc(0);
  }

  /** Says that no more will come. @throws when a result is only half there. */
  end(): void {
    if (this.#rest.length > 0 || this.#skip > 0) throw unreadable('the last one ended in its middle');
  }

  /** Reads the message that begins at `start`; returns where it ends, or `undefined` while too little of it is there. */
  #message(bytes: Buffer, start: number): number | undefined {
    if (start >= bytes.length) return undefined;
    const reader = new GobReader(bytes, start, bytes.length);
    const size = reader.uint();
    if (reader.overrun) {
      if (bytes.length - start >= sizeBytes) throw unreadable('the length of a message is none');
      return undefined;
    }
    const end = reader.position + size;
    const enough = Math.min(end, reader.position + head);
    if (enough > bytes.length) return undefined;
    this.#read(new GobReader(bytes, reader.position, enough));
    return end;
  }

  #read(reader: GobReader): void {
    const id = reader.int();
    if (id < 0) this.#layout ??= resultLayout(reader, -id);
    else if (!this.#layout || id !== this.#layout.id) throw unreadable('they have another form');
    else this.#onResult(readResult(reader, this.#layout.fields));
  }
}

function readResult(reader: GobReader, fields: readonly string[]): AttackResult {
  let [seq, sentAt, latency, code, bytesOut, bytesIn, error] = [0, Number.NaN, 0, 0, 0, 0, ''];
  let place = -1;
  for (let step = reader.uint(); step !== 0; step = reader.uint()) {
    place += step; // fields that are zero are left out
    const field = fields[place];
    if (field === 'Seq') seq = reader.uint();
    else if (field === 'Code') code = reader.uint();
    else if (field === 'Timestamp') sentAt = readTime(reader);
    else if (field === 'Latency') latency = reader.int();
    else if (field === 'BytesOut') bytesOut = reader.uint();
    else if (field === 'BytesIn') bytesIn = reader.uint();
    else if (field === 'Error') error = reader.text();
    else if (field === 'Attack') reader.skipBytes();
    else break; // nothing that is needed comes after it
  }
  if (Number.isNaN(sentAt)) throw unreadable('one has no time');
  return { seq, sentAt, latency, code, bytesOut, bytesIn, error };
}

/** A version, eight bytes with the seconds and four with the nanoseconds. */
function readTime(reader: GobReader): number {
  const { bytes } = reader;
  const start = reader.skipBytes();
  if (reader.overrun || reader.position - start < 13) return Number.NaN;
  const seconds = bytes.readInt32BE(start + 1) * 2 ** 32 + bytes.readUInt32BE(start + 5);
  return (seconds + yearOne) * 1_000 + bytes.readUInt32BE(start + 9) / 1e6;
}

function unreadable(why: string): MeasurementFailedError {
  return new MeasurementFailedError(`The raw results of vegeta cannot be read: ${why}`, {
    reason: 'results-unreadable',
    hint: 'Use a release of vegeta 12, whose results this connector knows: vegeta -version.',
  });
}
