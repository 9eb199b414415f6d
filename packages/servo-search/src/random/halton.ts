import { type Random, random } from './random.js';

/**
 * A scrambled Halton sequence: points of the unit cube that fill it more evenly than random ones.
 *
 * The digits are permuted by the seed, so that high dimensions do not run in step. Never ends.
 */
export function* halton(dimensions: number, seed: number): Generator<readonly number[], never> {
  const source = random(seed);
  const axes = primes(dimensions).map((base) => ({ base, digits: shuffled(base, source), shift: source() }));
  for (let index = 1; ; index += 1) {
    yield axes.map(({ base, digits, shift }) => (radicalInverse(index, base, digits) + shift) % 1);
  }
}

function radicalInverse(index: number, base: number, digits: readonly number[]): number {
  let inverse = 0;
  let weight = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    inverse += (digits[rest % base] ?? 0) * weight;
    weight /= base;
  }
  return inverse;
}

function shuffled(length: number, source: Random): readonly number[] {
  // Zero stays zero: it stands for the endless leading digits.
  const rest = Array.from({ length: length - 1 }, (_, index) => ({ digit: index + 1, order: source() }));
  return [0, ...rest.toSorted((a, b) => a.order - b.order).map(({ digit }) => digit)];
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
