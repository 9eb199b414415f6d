import { expect, test } from 'vitest';
import { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import { Situation, type SituationOptions } from './situation.js';
import type { Trial } from '../trial/trial.js';

const lattice = new Lattice([{ kind: 'range', name: 'cpu', min: 1, max: 100, step: 1 }]);
const space = { lattice, running: { cpu: 80 }, price: ({ cpu }: Point) => Number(cpu) ** 2 };
const trial = (cpu: number, logRatio: number): Trial => ({ point: { cpu }, constraints: { p99: { logRatio } } });

const create = (history: readonly Trial[], options: Partial<SituationOptions> = {}) =>
  new Situation({ space, history, exclude: new Set(), cautious: true, ...options });
const eligible = (situation: Situation, ...cpus: readonly number[]) => cpus.map((cpu) => situation.eligible({ cpu }));

test('Situation.eligible() allows half of the cheapest price that works, no less', () => {
  const situation = create([trial(80, -1), trial(60, -0.5), trial(20, 0.5)]);
  // 60² is 3600, 43² is 1849, 42² is 1764.
  expect(eligible(situation, 43, 42)).toEqual([true, false]);
});

test('Situation.eligible() keeps to half of the way to the upper bound', () => {
  expect(eligible(create([trial(80, -1)]), 90, 91)).toEqual([true, false]);
});

test('Situation.eligible() allows the whole lattice where caution is off', () => {
  expect(eligible(create([trial(80, -1)], { cautious: false }), 1, 100)).toEqual([true, true]);
});

test('Situation.eligible() refuses tried and excluded points, and those off the lattice', () => {
  const situation = create([trial(80, -1), trial(60, 0.5)], { exclude: new Set([lattice.key({ cpu: 70 })]) });
  expect(eligible(situation, 80, 60, 70, 65.5, 65)).toEqual([false, false, false, false, true]);
});

test('Situation.feasible lists the points that met every constraint', () => {
  expect(create([trial(80, -1), trial(60, 0.5), trial(50, 0)]).feasible).toEqual([{ cpu: 80 }, { cpu: 50 }]);
});

test('Situation.best is the cheapest that works, not the latest; without prices the one of the lowest objective', () => {
  expect(create([trial(80, -1), trial(50, -0.5), trial(60, -0.2), trial(40, 0.5)]).best).toEqual({ cpu: 50 });
  const constraints = { p99: { logRatio: -1 } };
  const measured = (cpu: number, value: number): Trial => ({ point: { cpu }, constraints, objective: { value } });
  const { price: _, ...unpriced } = space;
  const history = [measured(80, 5), measured(60, 3), measured(70, 4)];
  expect(create(history, { space: unpriced }).best).toEqual({ cpu: 60 });
  expect(create([trial(80, 0.5)]).best).toBeUndefined();
});

test('Situation looks around everything tried while nothing works', () => {
  const situation = create([trial(80, 0.5), trial(90, 0.2)]);
  expect(eligible(situation, 95, 97)).toEqual([true, false]);
});
