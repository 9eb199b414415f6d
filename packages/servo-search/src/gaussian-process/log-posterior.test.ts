import { expect, test } from 'vitest';
import { logPosterior } from './log-posterior.js';

const prior = {
  length: { median: 0.5, spread: 0.8 },
  signal: { median: 1, spread: 0.5 },
  noise: { median: 0.1, spread: 0.7 },
  offset: 0.25,
};

test('logPosterior() of one observation is its normal density and the prior', () => {
  const observations = { inputs: [[0]], values: [1], variances: [0.24], categorical: [false] };
  const { value } = logPosterior(observations, prior)([Math.log(0.5), 0, Math.log(0.1)]);
  // Offset, signal, noise and known variance: 0.25 + 1 + 0.01 + 0.24 = 1.5; at its medians the prior adds nothing.
  expect(value).toBeCloseTo(-0.5 / 1.5 - 0.5 * Math.log(1.5), 12);
});

test('logPosterior() has the slope that small steps show', () => {
  const observations = {
    inputs: [
      [0, 0],
      [0.3, 1],
      [0.9, 1],
      [0.5, 2],
    ],
    values: [-0.8, 0.1, 1.2, 0.4],
    variances: [0.01, 0, 0.02, 0.01],
    categorical: [false, true],
  };
  const posterior = logPosterior(observations, prior);
  const place = [-1, -0.3, 0.2, -2];
  const { gradient } = posterior(place);
  for (const [axis, slope] of gradient.entries()) {
    const moved = (step: number) => posterior(place.with(axis, (place[axis] ?? 0) + step)).value;
    expect(slope).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 5);
  }
});
