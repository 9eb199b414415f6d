/** A matrix as its rows. */
export type Matrix = readonly Float64Array[];

// In this file every index stays within its row by the loops' own bounds; `!` says so to the compiler.

/**
 * The lower triangle `L` with `L·Lᵀ = matrix`, for a symmetric positive definite matrix; the upper triangle is zero.
 *
 * Where rounding has made a pivot too small or negative, it is raised to `1e-10`, which acts as a trace of noise.
 */
export function cholesky(matrix: Matrix): Matrix {
  const rows: Float64Array[] = [];
  for (const [i, source] of matrix.entries()) {
    const row = new Float64Array(matrix.length);
    rows.push(row);
    for (let j = 0; j < i; j += 1) {
      const other = rows[j]!;
      row[j] = (source[j]! - dot(row, other, j)) / other[j]!;
    }
    row[i] = Math.sqrt(Math.max(source[i]! - dot(row, row, i), 1e-10));
  }
  return rows;
}

/** Solves `lower · x = right`. */
export function solveLower(lower: Matrix, right: ArrayLike<number>): Float64Array {
  const solution = new Float64Array(lower.length);
  for (const [i, row] of lower.entries()) solution[i] = (right[i]! - dot(row, solution, i)) / row[i]!;
  return solution;
}

/** Solves `lowerᵀ · x = right`. */
export function solveUpper(lower: Matrix, right: ArrayLike<number>): Float64Array {
  const solution = Float64Array.from(right);
  for (let i = lower.length - 1; i >= 0; i -= 1) {
    const row = lower[i]!;
    const value = solution[i]! / row[i]!;
    solution[i] = value;
    for (let j = 0; j < i; j += 1) solution[j] = solution[j]! - row[j]! * value;
  }
  return solution;
}

/** The inverse of `lower · lowerᵀ`; only the lower triangle of the answer is filled. */
export function inverseFromCholesky(lower: Matrix): Matrix {
  const size = lower.length;
  // Column j of the inverse of `lower`, kept as a row so that products run along memory.
  const columns = Array.from({ length: size }, (_, j) => inverseColumn(lower, j));
  return columns.map((column, i) => {
    const row = new Float64Array(size);
    for (let j = 0; j <= i; j += 1) row[j] = dot(column, columns[j]!, size, i);
    return row;
  });
}

function inverseColumn(lower: Matrix, j: number): Float64Array {
  const column = new Float64Array(lower.length);
  column[j] = 1 / lower[j]![j]!;
  for (let i = j + 1; i < lower.length; i += 1) column[i] = -dot(lower[i]!, column, i, j) / lower[i]![i]!;
  return column;
}

/** The sum of the products of two vectors, from index `start` up to but without `end`. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, end: number, start = 0): number {
  let sum = 0;
  for (let i = start; i < end; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
