import { expect, test } from 'vitest';
import { cholesky, dot, inverseFromCholesky, type Matrix, solveLower, solveUpper } from './cholesky.js';

const matrix = (rows: readonly (readonly number[])[]): Matrix => rows.map((row) => Float64Array.from(row));
const plain = (rows: Matrix) => rows.map((row) => [...row]);

// The textbook example with whole numbers.
const KNOWN = matrix([
  [4, 12, -16],
  [12, 37, -43],
  [-16, -43, 98],
]);

test('cholesky() finds the triangle of a known matrix', () => {
  expect(plain(cholesky(KNOWN))).toEqual([
    [2, 0, 0],
    [6, 1, 0],
    [-8, 5, 3],
  ]);
});

test('cholesky() survives a matrix that is singular', () => {
  const lower = cholesky(
    matrix([
      [1, 1],
      [1, 1],
    ]),
  );
  expect(lower.flatMap((row) => [...row]).every(Number.isFinite)).toBe(true);
});

test('solveLower() and solveUpper() together solve with the matrix', () => {
  const lower = cholesky(KNOWN);
  // 1, 2, 3 times the matrix.
  const solution = solveUpper(lower, solveLower(lower, [-20, -43, 192]));
  expect([...solution].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 2, 3]);
});

test('inverseFromCholesky() fills the lower triangle of the inverse', () => {
  const inverse = inverseFromCholesky(
    cholesky(
      matrix([
        [4, 2],
        [2, 3],
      ]),
    ),
  );
  expect(inverse[0]?.[0]).toBeCloseTo(3 / 8, 12);
  expect(inverse[1]?.[0]).toBeCloseTo(-2 / 8, 12);
  expect(inverse[1]?.[1]).toBeCloseTo(4 / 8, 12);
});

test('dot() sums the products between two indices', () => {
  expect(dot([1, 2, 3], [4, 5, 6], 3)).toBe(32);
  expect(dot([1, 2, 3], [4, 5, 6], 3, 1)).toBe(28);
});
