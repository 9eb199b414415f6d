import type { Lattice, Point, Sampler, Trial } from '@servo/search';
import { LIMITS, type Problem, trulyFeasible } from './problem.ts';

/** One run of a sampler on a problem. */
export interface Study {
  /** Distance of the best truly feasible price from the optimum after each trial: 1 at the running configuration, 0 at the optimum. */
  readonly gaps: readonly number[];
  /** Whether each trial truly violated a limit. */
  readonly unsafe: readonly boolean[];
  /** Trials of a point tried before. */
  readonly duplicates: number;
  /** Duration of each suggestion in milliseconds. */
  readonly durations: readonly number[];
}

/** How to run a study. */
export interface StudyOptions {
  readonly problem: Problem;
  readonly lattice: Lattice;
  readonly sampler: Sampler;
  readonly trials: number;
  readonly seed: number;
  /** Standard deviation of the logarithm of each measurement. @default 0.08 and 0.2 */
  readonly noise?: { readonly p99: number; readonly errors: number };
}

/** Runs a sampler for a number of trials after the running configuration, on measurements with noise. */
export async function runStudy(options: StudyOptions): Promise<Study> {
  const { problem, lattice, sampler, trials } = options;
  const measure = measurer(options);
  const history: Trial[] = [measure(problem.running)];
  const keys = new Set([lattice.key(problem.running)]);
  const gaps: number[] = [];
  const unsafe: boolean[] = [];
  const durations: number[] = [];
  let gap = 1;
  let duplicates = 0;
  for (let trial = 1; trial <= trials; trial += 1) {
    const before = performance.now();
    const suggestion = await sampler.suggest(history);
    if (suggestion === undefined) break;
    durations.push(performance.now() - before);
    const { point } = suggestion;
    duplicates += keys.has(lattice.key(point)) ? 1 : 0;
    keys.add(lattice.key(point));
    const safe = trulyFeasible(problem.outcome(point));
    if (safe) gap = Math.min(gap, gapOf(problem, point));
    unsafe.push(!safe);
    gaps.push(gap);
    history.push(measure(point));
  }
  return { gaps, unsafe, duplicates, durations };
}

function gapOf({ price, running, optimum }: Problem, point: Point): number {
  return (price(point) - optimum) / (price(running) - optimum);
}

function measurer({ problem, seed, noise = { p99: 0.08, errors: 0.2 } }: StudyOptions): (point: Point) => Trial {
  const normal = normals(seed);
  return (point) => {
    const { p99, errors } = problem.outcome(point);
    const told = (value: number, limit: number, deviation: number) => ({
      logRatio: Math.log(value / limit) + deviation * normal(),
      standardError: deviation,
    });
    return {
      point,
      constraints: {
        p99: told(p99, LIMITS.p99, noise.p99),
        errors: told(errors, LIMITS.errors, noise.errors),
      },
    };
  };
}

/** Standard normal numbers from a linear congruential generator (Lehmer) by the Box-Muller transform. */
function normals(seed: number): () => number {
  let state = (seed * 7919 + 12_345) % 2_147_483_647;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let warmUp = 0; warmUp < 10; warmUp += 1) uniform();
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
