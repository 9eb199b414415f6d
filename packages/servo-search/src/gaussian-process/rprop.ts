/** A function's value and slope at one place. */
export interface Slope {
  readonly value: number;
  readonly gradient: readonly number[];
}

/**
 * Climbs a smooth function by the signs of its slope (iRprop-): each coordinate has its own stride, which grows while
 * the sign stays and halves when it turns.
 *
 * Needs no line search and no scale; returns the best place seen. Deterministic.
 */
export function rprop(
  climb: (place: readonly number[]) => Slope,
  start: readonly number[],
  rounds = 40,
): readonly number[] {
  let place = start;
  let slope = climb(place);
  let best = { place, value: slope.value };
  const strides = start.map(() => 0.2);
  let signs = start.map(() => 0);
  for (let round = 0; round < rounds && Math.max(...strides) > 1e-3; round += 1) {
    signs = slope.gradient.map((component, axis) => {
      const turned = Math.sign(component) * (signs[axis] ?? 0);
      strides[axis] = Math.min(1, (strides[axis] ?? 0) * (turned < 0 ? 0.5 : turned > 0 ? 1.3 : 1));
      return turned < 0 ? 0 : Math.sign(component);
    });
    place = place.map((value, axis) => value + (signs[axis] ?? 0) * (strides[axis] ?? 0));
    slope = climb(place);
    if (slope.value > best.value) best = { place, value: slope.value };
  }
  return best.place;
}
