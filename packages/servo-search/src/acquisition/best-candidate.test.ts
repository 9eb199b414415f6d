import { expect, test } from 'vitest';
import { type BestCandidateOptions, bestCandidate } from './best-candidate.js';
import { KnownPrice } from './known-price.js';
import { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import { Situation } from '../sampler/situation.js';

const lattice = new Lattice([{ kind: 'range', name: 'cpu', min: 1, max: 100, step: 1 }]);
const price = ({ cpu }: Point) => Number(cpu);
const running = { cpu: 80 };

/** A candidate of a line of prices from 1 to 100, where 80 works, for a given probability at each point. */
function choose(probability: (cpu: number) => number, options: Partial<BestCandidateOptions> = {}) {
  const history = [{ point: running, constraints: { p99: { logRatio: -1 } } }];
  const situation = new Situation({ space: { lattice, running, price }, history, exclude: new Set(), cautious: false });
  const feasibility = { logProbability: ({ cpu }: Point) => Math.log(probability(Number(cpu))) };
  const objective = new KnownPrice(price, situation.feasible);
  return bestCandidate({ situation, objective, feasibility, requiredProbability: 0.6, seed: 1, ...options });
}

test('bestCandidate() takes the cheapest of equally likely points', () => {
  expect(choose(() => 0.9)?.point).toEqual({ cpu: 1 });
});

test('bestCandidate() passes over points below the required probability, however much they would save', () => {
  expect(choose((cpu) => (cpu >= 50 ? 0.61 : 0.59))?.point).toEqual({ cpu: 50 });
});

test('bestCandidate() weighs probability against gain', () => {
  // 1 % more is saved at 40 than at 41, for a third less probability.
  expect(choose((cpu) => (cpu > 40 ? 0.95 : 0.62))?.point).toEqual({ cpu: 41 });
});

test('bestCandidate() falls back to the likeliest cheaper point, but not below half of what is required', () => {
  expect(choose((cpu) => (cpu === 70 ? 0.5 : 0.4))?.point).toEqual({ cpu: 70 });
  expect(choose(() => 0.29)).toBeUndefined();
});

test('bestCandidate() takes the likeliest point of all while nothing feasible is known', () => {
  const chosen = choose((cpu) => cpu / 1000, { objective: new KnownPrice(price, []) });
  expect(chosen?.point).toEqual({ cpu: 100 });
});

test('bestCandidate() climbs to the best point of a lattice too large to list', () => {
  const axes = ['a', 'b', 'c', 'd', 'e'];
  const large = new Lattice(axes.map((name) => ({ kind: 'range', name, min: 1, max: 15, step: 1 })));
  const here = { a: 14, b: 14, c: 14, d: 14, e: 14 };
  const sum = (point: Point) => axes.reduce((total, name) => total + Number(point[name]), 0);
  const history = [{ point: here, constraints: { p99: { logRatio: -1 } } }];
  const space = { lattice: large, running: here, price: sum };
  const situation = new Situation({ space, history, exclude: new Set(), cautious: false });
  const distance = (point: Point) => axes.reduce((total, name) => total + (Number(point[name]) - 6) ** 2, 0);
  const chosen = choose(() => 1, {
    situation,
    objective: new KnownPrice(sum, [here]),
    feasibility: { logProbability: (point) => -0.001 * distance(point) },
  });
  const neighbours = large.neighbours(chosen?.point ?? here);
  const score = (point: Point) => Math.log((70 - sum(point)) / 70) - 0.002 * distance(point);
  expect(Math.max(...neighbours.map(score))).toBeLessThanOrEqual(score(chosen?.point ?? here));
});
