import { expect, test } from 'vitest';
import { Lattice } from '../lattice/lattice.js';
import { MeasuredObjective } from './measured-objective.js';
import type { Trial } from '../trial/trial.js';

const lattice = new Lattice([{ kind: 'range', name: 'x', min: 0, max: 10, step: 1 }]);
const history: readonly Trial[] = [0, 2, 5, 8, 10].map((x) => ({
  point: { x },
  constraints: {},
  objective: { value: 100 + (x - 7) ** 2, standardError: 0.1 },
}));

test('MeasuredObjective learns the values in their own unit', () => {
  const objective = new MeasuredObjective(lattice, history, [{ x: 8 }]);
  expect(objective.expected({ x: 2 })).toBeCloseTo(125, 0);
  expect(objective.best).toBeCloseTo(101, 0);
});

test('MeasuredObjective expects gain near the lowest values, none far above', () => {
  const objective = new MeasuredObjective(lattice, history, [{ x: 8 }]);
  expect(objective.logGain({ x: 7 })).toBeGreaterThan(objective.logGain({ x: 4 }));
  expect(objective.logGain({ x: 7 })).toBeGreaterThan(objective.logGain({ x: 1 }));
});

test('MeasuredObjective prefers nothing while no point is feasible', () => {
  const objective = new MeasuredObjective(lattice, [], []);
  expect(objective.best).toBeUndefined();
  expect(objective.logGain({ x: 1 })).toBe(0);
});
