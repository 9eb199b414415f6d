import { expect, test } from 'vitest';
import { boxSize, inBox, pointsOf, spreadOver, trustBox, wholeBox } from './index-box.js';
import { Lattice } from './lattice.js';
import { take } from '../random/take.js';

const lattice = new Lattice([
  { kind: 'range', name: 'cpu', min: 0, max: 8, step: 1 },
  { kind: 'choice', name: 'gc', values: ['g1', 'zgc'] },
]);

test('trustBox() goes half of the way from what is trusted to each bound, and leaves choices free', () => {
  expect(trustBox(lattice, [{ cpu: 6, gc: 'g1' }])).toEqual({ low: [3, 0], high: [7, 1] });
});

test('trustBox() grows with every trusted point', () => {
  const trusted = [
    { cpu: 6, gc: 'g1' },
    { cpu: 3, gc: 'g1' },
  ];
  expect(trustBox(lattice, trusted).low).toEqual([1, 0]);
});

test('trustBox() starts from the nearest point where the trusted one is off the lattice', () => {
  expect(trustBox(lattice, [{ cpu: 100, gc: 'epsilon' }])).toEqual({ low: [4, 0], high: [8, 1] });
});

test('pointsOf() lists every point of a box once', () => {
  const box = trustBox(lattice, [{ cpu: 6, gc: 'g1' }]);
  const points = [...pointsOf(lattice, box)];
  expect(points).toHaveLength(boxSize(box));
  expect(new Set(points.map((point) => lattice.key(point))).size).toBe(10);
  expect(points.every((point) => inBox(box, lattice.indicesOf(point) ?? []))).toBe(true);
});

test('spreadOver() stays in the box and reaches all of a small one', () => {
  const box = wholeBox(lattice);
  const points = take(spreadOver(lattice, box, 1), { accept: () => true, count: 200 });
  expect(points.every((point) => lattice.contains(point))).toBe(true);
  expect(new Set(points.map((point) => lattice.key(point))).size).toBe(lattice.size);
});
