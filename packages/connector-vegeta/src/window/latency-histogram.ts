const bits = 8; // of a value that are kept, below its highest one
const slots = 2 ** bits;

/** The most by which a percentile differs from the true one, as a share of it. */
export const precision = 2 ** -(bits + 1);

/**
 * Counts nanoseconds in buckets that grow with the value, as HDR histograms do: memory depends on how far the values
 * spread, not on how many there are. Count, sum and extremes are exact.
 */
export class LatencyHistogram {
  readonly #octaves: (Uint32Array | undefined)[] = [];
  #count = 0;
  #total = 0;
  #min = Infinity;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  get total(): number {
    return this.#total;
  }

  /** The smallest value; infinite while there is none. */
  get min(): number {
    return this.#min;
  }

  get max(): number {
    return this.#max;
  }

  /** @param value - nanoseconds. */
  add(value: number): void {
    const octave = octaveOf(value);
    const counts = this.#countsOf(octave);
    const slot = Math.floor(value / 2 ** Math.max(0, octave - 1)) - (octave > 0 ? slots : 0);
    counts[slot] = (counts[slot] ?? 0) + 1;
    this.#count += 1;
    this.#total += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Takes in what another one counted. */
  merge(other: LatencyHistogram): void {
    for (const [octave, counts] of other.#octaves.entries()) {
      if (!counts) continue;
      const own = this.#countsOf(octave);
      for (const [slot, count] of counts.entries()) own[slot] = (own[slot] ?? 0) + count;
    }
    this.#count += other.#count;
    this.#total += other.#total;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** Returns the value that `percent` of the values do not exceed (nearest rank); there must be one. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil(Number(((percent / 100) * this.#count).toPrecision(12))));
    if (rank >= this.#count) return this.#max;
    let seen = 0;
    for (const { value, count } of this.buckets()) {
      seen += count;
      if (seen >= rank) return Math.min(this.#max, Math.max(this.#min, value));
    }
    return this.#max;
  }

  /** The buckets with something in them, from the smallest value on; the value of a bucket is its middle. */
  *buckets(): Generator<{ readonly value: number; readonly count: number }, void, void> {
    for (const [octave, counts] of this.#octaves.entries())
      for (const [slot, count] of counts?.entries() ?? []) if (count > 0) yield { value: middle(octave, slot), count };
  }

  #countsOf(octave: number): Uint32Array {
    return (this.#octaves[octave] ??= new Uint32Array(slots));
  }
}

/** Values below `slots` have a bucket each, in octave 0; in each further one the buckets are twice as wide. */
function octaveOf(value: number): number {
  const log = value < 2 ** 31 ? 31 - Math.clz32(value) : 62 - Math.clz32(value / 2 ** 31);
  return Math.max(0, log - bits + 1);
}

function middle(octave: number, slot: number): number {
  if (octave === 0) return slot;
  const width = 2 ** (octave - 1);
  return (slots + slot) * width + (width - 1) / 2;
}
