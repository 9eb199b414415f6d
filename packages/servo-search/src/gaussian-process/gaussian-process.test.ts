import { expect, test } from 'vitest';
import { GaussianProcess } from './gaussian-process.js';

const settings = { lengths: [0.3], signal: 1, noise: 1e-8, offset: 0, categorical: [false] };
const observations = {
  inputs: [[0], [0.4], [1]],
  values: [1, -0.5, 2],
  variances: [0, 0, 0],
  categorical: [false],
};

test('GaussianProcess.predict() goes through observations without noise', () => {
  const process = new GaussianProcess(observations, settings);
  for (const [index, input] of observations.inputs.entries()) {
    const { mean, deviation } = process.predict(input);
    expect(mean).toBeCloseTo(observations.values[index] ?? Number.NaN, 5);
    expect(deviation).toBeLessThan(1e-3);
  }
});

test('GaussianProcess.predict() knows nothing far from every observation', () => {
  const { mean, deviation } = new GaussianProcess(observations, settings).predict([50]);
  expect(mean).toBeCloseTo(0, 6);
  expect(deviation).toBeCloseTo(1, 6);
});

test('GaussianProcess.predict() weighs an observation by its known variance', () => {
  const one = { inputs: [[0.5]], values: [1], variances: [1], categorical: [false] };
  const { mean, deviation } = new GaussianProcess(one, { ...settings, noise: 0 }).predict([0.5]);
  // Prior and observation have equal variance: they meet in the middle.
  expect(mean).toBeCloseTo(0.5, 12);
  expect(deviation).toBeCloseTo(Math.SQRT1_2, 12);
});

test('GaussianProcess.predict() takes two observations of one point together', () => {
  const twice = { inputs: [[0.5], [0.5]], values: [0, 1], variances: [0.01, 0.01], categorical: [false] };
  expect(new GaussianProcess(twice, settings).predict([0.5]).mean).toBeCloseTo(0.5, 2);
});
