const SQRT_5 = Math.sqrt(5);

/** Matérn-5/2 correlation at a scaled distance `r`: 1 at 0, falling smoothly towards 0. */
export function matern(r: number): number {
  const s = SQRT_5 * r;
  return (1 + s + (s * s) / 3) * Math.exp(-s);
}

/** `-2 · d matern / d (r²)`: the factor that turns a squared difference into a derivative by a log length. */
export function maternSlope(r: number): number {
  const s = SQRT_5 * r;
  return (5 / 3) * (1 + s) * Math.exp(-s);
}
