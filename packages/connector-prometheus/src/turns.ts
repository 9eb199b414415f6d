const most = 25_000; // points, which take a millisecond or two

/** Lets others have their turn while many points are gone through. */
export class Turns {
  #points = 0;

  /** To be awaited after each part of the work. */
  async after(points: number): Promise<void> {
    this.#points += points;
    if (this.#points < most) return;
    this.#points = 0;
    await new Promise((resume) => setImmediate(resume));
  }
}
