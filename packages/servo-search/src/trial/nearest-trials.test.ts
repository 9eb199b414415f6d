import { expect, test } from 'vitest';
import { Lattice } from '../lattice/lattice.js';
import { nearestTrials } from './nearest-trials.js';

const lattice = new Lattice([{ kind: 'range', name: 'x', min: 0, max: 100, step: 1 }]);
const history = [50, 3, 90, 10, 0].map((x) => ({ point: { x }, failed: true }) as const);

test('nearestTrials() keeps the closest trials in their order', () => {
  const kept = nearestTrials(lattice, history, { x: 1 }, 3);
  expect(kept.map(({ point }) => point.x)).toEqual([3, 10, 0]);
});

test('nearestTrials() keeps all while they are few', () => {
  expect(nearestTrials(lattice, history, { x: 1 })).toBe(history);
});
