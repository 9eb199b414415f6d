import { expect, test } from 'vitest';
import { Lattice } from './lattice.js';

const lattice = new Lattice([
  { kind: 'range', name: 'cpu', min: 0.5, max: 2, step: 0.5 },
  { kind: 'choice', name: 'gc', values: ['serial', 'g1', 'zgc'] },
]);

test('Lattice.size counts the points', () => {
  expect(lattice.size).toBe(12);
  expect(lattice.shape).toEqual([4, 3]);
});

test('Lattice.pointAt() and indicesOf() are inverse', () => {
  expect(lattice.pointAt([2, 1])).toEqual({ cpu: 1.5, gc: 'g1' });
  expect(lattice.indicesOf({ cpu: 1.5, gc: 'g1' })).toEqual([2, 1]);
});

test('Lattice.pointAt() moves an index outside its axis to the nearer end', () => {
  expect(lattice.pointAt([-1, 9])).toEqual({ cpu: 0.5, gc: 'zgc' });
});

test('Lattice.contains() accepts exactly the points of the lattice', () => {
  expect(lattice.contains({ cpu: 1, gc: 'g1' })).toBe(true);
  expect(lattice.contains({ cpu: 1.2, gc: 'g1' })).toBe(false);
  expect(lattice.contains({ cpu: 1, gc: 'shenandoah' })).toBe(false);
  expect(lattice.contains({ cpu: 1 })).toBe(false);
  expect(lattice.contains({ cpu: 1, gc: 'g1', memory: 2 })).toBe(false);
});

test('Lattice.nearest() rounds to a step, stays within the bounds and replaces an unknown choice', () => {
  expect(lattice.nearest({ cpu: 1.3, gc: 'zgc' })).toEqual({ cpu: 1.5, gc: 'zgc' });
  expect(lattice.nearest({ cpu: 64, gc: 'shenandoah' })).toEqual({ cpu: 2, gc: 'serial' });
});

test('Lattice.neighbours() lists one step each way and every other choice', () => {
  expect(lattice.neighbours({ cpu: 0.5, gc: 'g1' })).toEqual([
    { cpu: 1, gc: 'g1' },
    { cpu: 0.5, gc: 'serial' },
    { cpu: 0.5, gc: 'zgc' },
  ]);
});

test('Lattice.normalise() gives unit coordinates, also off the lattice', () => {
  expect(lattice.normalise({ cpu: 1, gc: 'zgc' })).toEqual([0.5, 2]);
  expect(lattice.normalise({ cpu: 4, gc: 'shenandoah' })).toEqual([1.5, -1]);
});

test('Lattice.key() depends on the values alone, not on their order', () => {
  expect(lattice.key({ gc: 'g1', cpu: 1 })).toBe(lattice.key({ cpu: 1, gc: 'g1' }));
  expect(lattice.key({ cpu: 1, gc: 'g1' })).not.toBe(lattice.key({ cpu: 1.5, gc: 'g1' }));
});

test('Lattice refuses a point that lacks a parameter or holds the wrong type', () => {
  for (const point of [{ cpu: 1 }, { cpu: '1', gc: 'g1' }, { cpu: Number.NaN, gc: 'g1' }]) {
    expect(() => lattice.key(point)).toThrow(expect.objectContaining({ code: 'SEARCH_POINT_INVALID' }));
  }
});

test('Lattice refuses two parameters of one name, and none at all', () => {
  const cpu = { kind: 'range', name: 'cpu', min: 1, max: 2, step: 1 } as const;
  expect(() => new Lattice([cpu, cpu])).toThrow(expect.objectContaining({ code: 'SEARCH_PARAMETER_INVALID' }));
  expect(() => new Lattice([])).toThrow(expect.objectContaining({ code: 'SEARCH_PARAMETER_INVALID' }));
});
