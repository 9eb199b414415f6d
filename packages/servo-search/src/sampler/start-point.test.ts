import { expect, test } from 'vitest';
import { wholeBox } from '../lattice/index-box.js';
import { Lattice } from '../lattice/lattice.js';
import type { Point } from '../lattice/point.js';
import { type StartPointOptions, startPoint } from './start-point.js';

const lattice = new Lattice([
  { kind: 'range', name: 'cpu', min: 1, max: 20, step: 1 },
  { kind: 'range', name: 'memory', min: 1, max: 20, step: 1 },
]);
const price = ({ cpu, memory }: Point) => Number(cpu) + Number(memory);
const space = { lattice, running: { cpu: 10, memory: 10 }, price, seed: 1 };

const find = (options: Partial<StartPointOptions> = {}) =>
  startPoint({ space, box: wholeBox(lattice), fresh: () => true, target: 15, ...options });

test('startPoint() comes close to the target price', () => {
  for (const target of [8, 15, 30]) {
    const point = find({ target });
    expect(Math.abs(Math.log(price(point ?? { cpu: 0, memory: 0 }) / target))).toBeLessThan(0.1);
  }
});

test('startPoint() takes the closest price where none is close', () => {
  const point = find({ target: 1000 });
  expect(price(point ?? { cpu: 0, memory: 0 })).toBeGreaterThanOrEqual(37);
});

test('startPoint() keeps to fresh points, and answers with nothing where there is none', () => {
  expect(find({ fresh: ({ cpu }) => cpu === 3 })).toMatchObject({ cpu: 3 });
  expect(find({ fresh: () => false })).toBeUndefined();
});

test('startPoint() needs no price', () => {
  const point = find({ space: { lattice, running: space.running }, target: undefined });
  expect(lattice.contains(point ?? {})).toBe(true);
});
