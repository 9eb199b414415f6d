import { expect, test } from 'vitest';
import { Lattice } from '../lattice/lattice.js';
import { pointOutcomes } from './point-outcome.js';
import type { Trial } from './trial.js';

const lattice = new Lattice([{ kind: 'range', name: 'x', min: 0, max: 9, step: 1 }]);
const trial = (x: number, logRatio: number, objective?: number): Trial => ({
  point: { x },
  constraints: { p99: { logRatio }, errors: { logRatio: -1 } },
  ...(objective !== undefined && { objective: { value: objective } }),
});

test('pointOutcomes() joins the repeats of a point by their mean', () => {
  const outcomes = pointOutcomes([trial(1, -0.1, 10), trial(2, -1), trial(1, 0.3, 20)], lattice);
  expect(outcomes).toMatchObject([
    { point: { x: 1 }, feasible: false, objective: 15 },
    { point: { x: 2 }, feasible: true, objective: undefined },
  ]);
});

test('pointOutcomes() holds a point that failed once for infeasible', () => {
  const [outcome] = pointOutcomes([trial(1, -1), { point: { x: 1 }, failed: true }], lattice);
  expect(outcome?.feasible).toBe(false);
});
