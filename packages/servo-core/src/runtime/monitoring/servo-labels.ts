/** Bounds how many values a label of metrics has, as each is a time series of its own in every database. */
export class ServoLabels {
  readonly #known = new Set<string>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The label of a servo: its name, or `other` for those that come after the limit. */
  of(servo: string): string {
    if (this.#known.has(servo)) return servo;
    if (this.#known.size >= this.#limit) return 'other';
    this.#known.add(servo);
    return servo;
  }
}
