import { expect, test } from 'vitest';
import { candidates } from './candidates.js';
import { wholeBox } from '../lattice/index-box.js';
import { Lattice } from '../lattice/lattice.js';

const cube = (axes: number, levels: number) =>
  new Lattice(
    Array.from({ length: axes }, (_, axis) => ({
      ...({ kind: 'range', min: 1, step: 1 } as const),
      name: `x${axis}`,
      max: levels,
    })),
  );

test('candidates() lists all eligible points of a small lattice', () => {
  const lattice = cube(2, 10);
  const eligible = (point: Readonly<Record<string, number | string>>) => Number(point['x0']) <= 5;
  const found = candidates({ lattice, box: wholeBox(lattice), eligible, around: [], seed: 1 });
  expect(found).toHaveLength(50);
});

test('candidates() samples a large lattice, with the neighbours of good points and without repeats', () => {
  const lattice = cube(8, 10);
  const good = lattice.pointAt([2, 2, 2, 2, 2, 2, 2, 2]);
  const eligible = () => true;
  const found = candidates({ lattice, box: wholeBox(lattice), eligible, around: [good], seed: 1 });
  const keys = new Set(found.map((point) => lattice.key(point)));
  expect(keys.size).toBe(found.length);
  expect(found.length).toBeGreaterThan(1000);
  expect(found.length).toBeLessThan(3000);
  for (const neighbour of lattice.neighbours(good)) expect(keys).toContain(lattice.key(neighbour));
});
