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
  /** The beginning of a message whose rest is still to come, and how many bytes of it are wanted. */
  #begun: Buffer = Buffer.alloc(0);
  #wanted = 0;
  #skip = 0;

  constructor(onResult: (result: AttackResult) => void) {
    this.#onResult = onResult;
  }

  /** @throws {@link MeasurementFailedError} with the reason `results-unreadable`. */
  push(chunk: Buffer): void {
    let position = this.#complete(chunk);
    for (let end = this.#message(chunk, position); end !== undefined; end = this.#message(chunk, position))
      position = end;
    if (position < chunk.length)
      this.#begun = Buffer.from(chunk.subarray(position)); // a copy lets go of the chunk
    else this.#skip += position - chunk.length;
  }

  /** Says that no more will come. @throws when a result is only half there. */
  end(): void {
    if (this.#begun.length > 0 || this.#skip > 0) throw unreadable('the last one ended in its middle');
  }

  /** Passes over what is not needed, and completes what the last chunk began; returns where the next message begins. */
  #complete(chunk: Buffer): number {
    let position = Math.min(this.#skip, chunk.length);
    this.#skip -= position;
    while (this.#begun.length > 0 && position < chunk.length) {
      const piece = chunk.subarray(position, position + this.#wanted - this.#begun.length);
      this.#begun = Buffer.concat([this.#begun, piece]);
      position += piece.length;
      const end = this.#message(this.#begun, 0);
      if (end === undefined) continue;
      position += end - this.#begun.length;
      this.#begun = Buffer.alloc(0);
    }
    return position;
  }

  /** Reads the message that begins at `start`; returns where it ends, or `undefined` while too little of it is there. */
  #message(bytes: Buffer, start: number): number | undefined {
    if (start >= bytes.length) return undefined;
    const reader = new GobReader(bytes, start, bytes.length);
    const size = reader.uint();
    if (reader.position - start > sizeBytes) throw unreadable('the length of a message is none');
    const enough = reader.position + Math.min(size, head);
    this.#wanted = (reader.overrun ? reader.position : enough) - start;
    if (enough > bytes.length) return undefined;
    this.#read(new GobReader(bytes, reader.position, enough));
    return reader.position + size;
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
