/** The newest so many of what was added, oldest first. */
export class Ring<T> implements Iterable<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #start = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    if (this.#items.length < this.#capacity) this.#items.push(item);
    else if (this.#capacity > 0) {
      this.#items[this.#start] = item;
      this.#start = (this.#start + 1) % this.#capacity;
    }
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
  }

  *[Symbol.iterator](): Iterator<T> {
    yield* this.#items.slice(this.#start);
    yield* this.#items.slice(0, this.#start);
  }
}
