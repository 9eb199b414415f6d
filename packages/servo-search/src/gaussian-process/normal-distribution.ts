const LOG_SQRT_TAU = 0.5 * Math.log(2 * Math.PI);

/** Logarithm of the standard normal density. */
export function logNormalDensity(z: number): number {
  return -0.5 * z * z - LOG_SQRT_TAU;
}

/** Probability that a standard normal variable is at most `z`; relative error below 2e-7 in the lower tail too. */
export function normalCdf(z: number): number {
  return z > 0 ? 1 - 0.5 * erfc(z / Math.SQRT2) : 0.5 * erfc(-z / Math.SQRT2);
}

/** Logarithm of {@link normalCdf}, exact enough where the probability itself would be zero. */
export function logNormalCdf(z: number): number {
  if (z > -6) return Math.log(normalCdf(z));
  // Asymptotic series of Mills' ratio: the next term is below 1e-3 of the last one here.
  const square = 1 / (z * z);
  const series = 1 - square * (1 - 3 * square * (1 - 5 * square * (1 - 7 * square)));
  return logNormalDensity(z) - Math.log(-z) + Math.log(series);
}

// Chebyshev fit of the complementary error function for x >= 0 (Numerical Recipes, "erfcc").
const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

function erfc(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const series = COEFFICIENTS.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  return t * Math.exp(-x * x + series);
}
