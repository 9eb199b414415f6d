/** Holds at most `capacity` entries, and forgets the one that was not used for the longest time. */
export class LruCache {
  #entries = new Map(); // in the order of their last use, since a Map keeps the order of insertion

  constructor(capacity) {
    this.capacity = capacity;
  }

  get(key) {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value);
  }
}
