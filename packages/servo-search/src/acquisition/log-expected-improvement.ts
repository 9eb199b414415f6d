import type { Prediction } from '../gaussian-process/gaussian-process.js';
import { logNormalDensity, normalCdf } from '../gaussian-process/normal-distribution.js';

/**
 * Logarithm of the expected amount by which a value falls below `best`.
 *
 * Stays finite and ordered where the expectation itself would be zero.
 */
export function logExpectedImprovement({ mean, deviation }: Prediction, best: number): number {
  const z = (best - mean) / deviation;
  return Math.log(deviation) + logUnitImprovement(z);
}

function logUnitImprovement(z: number): number {
  if (z > -6) return Math.log(Math.exp(logNormalDensity(z)) + z * normalCdf(z));
  // Asymptotic: density / z² times a series; the direct form would subtract almost equal numbers.
  const square = 1 / (z * z);
  return logNormalDensity(z) + Math.log(square) + Math.log(1 - 3 * square * (1 - 5 * square));
}
