import { expect, test } from 'vitest';
import { FeasibilityModel } from './feasibility-model.js';
import { Lattice } from '../lattice/lattice.js';
import type { Trial } from '../trial/trial.js';

const lattice = new Lattice([{ kind: 'range', name: 'x', min: 0, max: 10, step: 1 }]);
const trial = (x: number, p99: number, errors = -1): Trial => ({
  point: { x },
  constraints: { p99: { logRatio: p99, standardError: 0.05 }, errors: { logRatio: errors, standardError: 0.05 } },
});
const probabilities = (history: readonly Trial[]) => {
  const model = new FeasibilityModel(lattice, history);
  return (x: number) => Math.exp(model.logProbability({ x }));
};

test('FeasibilityModel is sure near trials that were clearly within or beyond a limit', () => {
  const at = probabilities([trial(0, 1.2), trial(3, 0.6), trial(7, -0.6), trial(10, -1)]);
  expect(at(0)).toBeLessThan(0.05);
  expect(at(10)).toBeGreaterThan(0.9);
  expect(at(5)).toBeGreaterThan(at(3));
});

test('FeasibilityModel needs every constraint met', () => {
  const at = probabilities([trial(0, -1, -1), trial(10, -1, 1)]);
  expect(at(0)).toBeGreaterThan(0.8);
  expect(at(10)).toBeLessThan(0.1);
});

test('FeasibilityModel takes a failed trial for a violation, even if nothing else is known', () => {
  expect(probabilities([{ point: { x: 0 }, failed: true }])(0)).toBeLessThan(0.1);
  const at = probabilities([trial(10, -1), { point: { x: 0 }, failed: true }]);
  expect(at(0)).toBeLessThan(0.1);
  expect(at(10)).toBeGreaterThan(0.8);
});

test('FeasibilityModel is not misled by one meltdown', () => {
  const mild = probabilities([trial(0, 1.5), trial(6, -0.5), trial(10, -0.8)]);
  const meltdown = probabilities([trial(0, 40), trial(6, -0.5), trial(10, -0.8)]);
  expect(meltdown(8)).toBeCloseTo(mild(8), 12);
});

test('FeasibilityModel believes an exact measurement more than a vague one', () => {
  const told = (standardError: number): Trial => ({
    point: { x: 5 },
    constraints: { p99: { logRatio: -0.6, standardError } },
  });
  expect(probabilities([told(0.01)])(5)).toBeGreaterThan(probabilities([told(1)])(5) + 0.1);
});

test('FeasibilityModel follows the expectation where there are no trials', () => {
  const history = [trial(10, -0.5)];
  const pessimist = new FeasibilityModel(lattice, history, ({ x }) => 0.3 * (10 - Number(x)));
  const neutral = new FeasibilityModel(lattice, history);
  expect(pessimist.logProbability({ x: 0 })).toBeLessThan(neutral.logProbability({ x: 0 }));
});
