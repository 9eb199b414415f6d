/** Prices of options, of which those that were asked for last are kept. */
export class Quotes {
  #pool;
  #entries;
  #kept = new Map();

  constructor(pool, entries) {
    this.#pool = pool;
    this.#entries = entries;
  }

  /** The price of an option; those who ask for it while it is worked out wait for the same. */
  async of(option) {
    const price = this.#kept.get(option) ?? this.#pool.price(option);
    this.#kept.delete(option);
    this.#kept.set(option, price); // the one that was asked for last is the last one that goes
    if (this.#kept.size > this.#entries) this.#kept.delete(this.#kept.keys().next().value);
    try {
      return await price;
    } catch (error) {
      if (this.#kept.get(option) === price) this.#kept.delete(option);
      throw error;
    }
  }

  /** Fills what is kept with what customers ask for most. */
  async warmUp(nextOption) {
    const popular = new Set();
    for (let draw = 0; draw < 50 * this.#entries && popular.size < this.#entries; draw++) popular.add(nextOption());
    for (const option of popular) await this.of(option);
  }
}
