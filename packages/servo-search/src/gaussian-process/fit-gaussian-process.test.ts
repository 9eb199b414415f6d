import { expect, test } from 'vitest';
import { fitGaussianProcess } from './fit-gaussian-process.js';

test('fitGaussianProcess() learns which axis matters', () => {
  const inputs = [0, 1, 2, 3, 4].flatMap((x) => [0, 1, 2, 3].map((y) => [x / 4, y / 3]));
  const process = fitGaussianProcess(
    {
      inputs,
      values: inputs.map(([x = 0]) => Math.sin(4 * x)),
      variances: inputs.map(() => 0),
      categorical: [false, false],
    },
    {
      length: { median: 0.5, spread: 0.8 },
      signal: { median: 1, spread: 0.5 },
      noise: { median: 0.05, spread: 0.7 },
      offset: 0.25,
    },
  );
  const { mean, deviation } = process.predict([0.6, 0.5]);
  expect(mean).toBeCloseTo(Math.sin(2.4), 1);
  expect(deviation).toBeLessThan(0.1);
  expect(process.predict([0.6, 3]).deviation).toBeLessThan(process.predict([3, 0.5]).deviation);
});
