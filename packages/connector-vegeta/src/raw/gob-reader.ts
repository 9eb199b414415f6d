/**
 * Reads the values of one message in the format of Go's package `encoding/gob`. Past the end of the message it reads
 * zeros; {@link GobReader.overrun} tells.
 */
export class GobReader {
  readonly bytes: Buffer;
  readonly end: number;
  position: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Whether something was read that is not there. */
  get overrun(): boolean {
    return this.position > this.end;
  }

  /** Numbers up to 127 are a byte of their own; before others stands how many bytes they have, negated. */
  uint(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = 0;
    for (let left = 256 - first; left > 0; left -= 1) value = value * 256 + this.#byte();
    return value;
  }

  /** The lowest bit tells the sign. */
  int(): number {
    const value = this.uint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const length = this.uint();
    const start = this.position;
    this.position += length;
    return length === 0 ? '' : this.bytes.toString('utf8', start, Math.min(this.position, this.end));
  }

  /** Passes over text or bytes, and returns where they begin. */
  skipBytes(): number {
    const length = this.uint();
    const start = this.position;
    this.position += length;
    return start;
  }

  #byte(): number {
    const index = this.position;
    this.position += 1;
    return index < this.end ? (this.bytes[index] ?? 0) : 0;
  }
}
