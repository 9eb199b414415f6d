import { percentileMinimum } from '@servo/load';
import { LoadStats } from './load-stats.js';
import { type LoadValues, percentileValues, rateValues } from './load-values.js';

const most = 300; // stretches that are kept, however few requests are in them

interface Stretch {
  readonly stats: LoadStats;
  length: number;
}

/** Tells how a load stands by the answers that came last: those of an interval, and of more time where these are few. */
export class RecentLoad {
  readonly #interval: number;
  #stretches: readonly Stretch[] = [];
  #open = new LoadStats();

  /** @param interval - milliseconds to look back. */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** The stretch into which results are counted. */
  get open(): LoadStats {
    return this.#open;
  }

  /** Ends the open stretch, which took `length` milliseconds, and returns the values of the latest ones. */
  close(length: number): LoadValues {
    this.#stretches = this.#enough([{ stats: this.#open, length }, ...this.#stretches]);
    this.#open = new LoadStats();
    const sum = LoadStats.of(this.#stretches.map(({ stats }) => stats));
    if (sum.requests === 0) return {};
    const total = this.#stretches.reduce((time, stretch) => time + stretch.length, 0);
    return { ...rateValues(sum, total), ...percentileValues(sum) };
  }

  #enough(latestFirst: readonly Stretch[]): readonly Stretch[] {
    let [time, requests] = [0, 0];
    return latestFirst.slice(0, most).filter(({ length, stats }) => {
      const wanted = time < this.#interval || requests < percentileMinimum;
      time += length;
      requests += stats.requests;
      return wanted;
    });
  }
}
