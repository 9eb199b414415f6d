import { expect, test } from 'vitest';
import { PROBLEMS, trulyFeasible } from '../bench/apptune/problem.ts';
import { runStudy } from '../bench/apptune/study.ts';
import { BayesianSampler } from './sampler/bayesian-sampler.js';
import { Lattice } from './lattice/lattice.js';
import { RandomSampler } from './sampler/random-sampler.js';
import type { Sampler } from './sampler/sampler.js';
import type { SearchSpaceOptions } from './sampler/search-space.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7];

async function studies(
  problem: (typeof PROBLEMS)[keyof typeof PROBLEMS],
  create: (space: SearchSpaceOptions) => Sampler,
) {
  const lattice = new Lattice(problem.parameters);
  return Promise.all(
    SEEDS.map((seed) => {
      const priceCeiling = 1.5 * problem.price(problem.running);
      const sampler = create({ ...problem, lattice, seed, priceCeiling });
      return runStudy({ problem, lattice, sampler, trials: 12, seed });
    }),
  );
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;
const lastGaps = (runs: readonly { readonly gaps: readonly number[] }[]) => runs.map(({ gaps }) => gaps.at(-1) ?? 1);

test.each([PROBLEMS.A2, PROBLEMS.A6])(
  'BayesianSampler comes near the optimum of $name in 12 trials',
  async (problem) => {
    const runs = await studies(problem, (space) => new BayesianSampler(space));
    expect(median(lastGaps(runs))).toBeLessThanOrEqual(0.15);
    expect(runs.every(({ duplicates }) => duplicates === 0)).toBe(true);
    expect(median(runs.map(({ unsafe }) => unsafe.slice(0, 8).filter(Boolean).length))).toBeLessThanOrEqual(3);
  },
);

test('RandomSampler is a baseline that BayesianSampler beats on A3', async () => {
  const guided = await studies(PROBLEMS.A3, (space) => new BayesianSampler(space));
  const blind = await studies(PROBLEMS.A3, (space) => new RandomSampler(space));
  expect(median(lastGaps(guided))).toBeLessThan(median(lastGaps(blind)) / 2);
});

test.each(Object.values(PROBLEMS))(
  '$name meets its limits where it runs, at the price that is published',
  (problem) => {
    const published = { A2: 162.8, A3: 233.6, A6: 233.6, A10: 380.9 };
    expect(trulyFeasible(problem.outcome(problem.running))).toBe(true);
    expect(problem.price(problem.running)).toBeCloseTo(published[problem.name as keyof typeof published], 9);
  },
);
