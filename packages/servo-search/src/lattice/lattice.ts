import { levels } from './levels.js';
import type { Parameter } from './parameter.js';
import type { Point } from './point.js';
import { SearchError } from '../search-error.js';
import { unitScale } from './unit-scale.js';

interface Axis {
  readonly parameter: Parameter;
  readonly levels: readonly (number | string)[];
  readonly indexOf: ReadonlyMap<number | string, number>;
  readonly unit: (value: number | string) => number;
}

/**
 * The grid of all configurations that may be tried: one axis per parameter, one level per step or choice.
 *
 * A point "off the lattice" names every parameter but holds a value that is no step of it, as a running configuration
 * may. {@link Lattice.key}, {@link Lattice.normalise} and {@link Lattice.nearest} accept such a point; a point that
 * lacks a parameter or holds the wrong type is refused everywhere but in {@link Lattice.contains}.
 *
 * @example
 * const lattice = new Lattice([
 *   { kind: 'range', name: 'cpu', min: 0.25, max: 4, step: 0.25 },
 *   { kind: 'choice', name: 'gc', values: ['g1', 'zgc'] },
 * ]);
 * lattice.size; // 32
 * lattice.nearest({ cpu: 1.1, gc: 'g1' }); // { cpu: 1, gc: 'g1' }
 * @throws {@link SearchError} `SEARCH_PARAMETER_INVALID` when a parameter makes no sense or a name occurs twice.
 */
export class Lattice {
  readonly parameters: readonly Parameter[];
  /** How many points there are. */
  readonly size: number;
  readonly #axes: readonly Axis[];

  constructor(parameters: readonly Parameter[]) {
    if (parameters.length === 0 || new Set(parameters.map(({ name }) => name)).size < parameters.length) {
      throw new SearchError('SEARCH_PARAMETER_INVALID', 'Expected at least one parameter and no name twice.');
    }
    this.parameters = [...parameters];
    this.#axes = parameters.map(toAxis);
    this.size = this.#axes.reduce((product, axis) => product * axis.levels.length, 1);
  }

  /** How many levels each parameter has, in the order of the parameters. */
  get shape(): readonly number[] {
    return this.#axes.map((axis) => axis.levels.length);
  }

  /** The point at one index per parameter; an index outside its axis is moved to the nearer end. */
  pointAt(indices: readonly number[]): Point {
    const point: Record<string, number | string> = {};
    for (const [position, axis] of this.#axes.entries()) {
      const last = axis.levels.length - 1;
      point[axis.parameter.name] = axis.levels[Math.min(last, Math.max(0, indices[position] ?? 0))] ?? '';
    }
    return point;
  }

  /** The index of a point on each axis, or `undefined` when it is off the lattice. */
  indicesOf(point: Point): readonly number[] | undefined {
    const indices: number[] = [];
    for (const axis of this.#axes) {
      const index = axis.indexOf.get(valueOf(axis, point));
      if (index === undefined) return undefined;
      indices.push(index);
    }
    return indices;
  }

  /** Whether a point is one of the lattice: every parameter named, no other, each at one of its levels. */
  contains(point: Point): boolean {
    return (
      Object.keys(point).length === this.#axes.length &&
      this.#axes.every((axis) => axis.indexOf.has(point[axis.parameter.name] ?? Number.NaN))
    );
  }

  /** The point of the lattice closest to one that may be off it; an unknown choice becomes the first one. */
  nearest(point: Point): Point {
    return this.pointAt(
      this.#axes.map((axis) => {
        const value = valueOf(axis, point);
        return axis.indexOf.get(value) ?? (typeof value === 'number' ? closest(axis.levels, value) : 0);
      }),
    );
  }

  /** Every point one step away along one axis; along a choice, every other value is one step away. */
  neighbours(point: Point): readonly Point[] {
    const indices = this.indicesOf(this.nearest(point)) ?? [];
    return this.#axes.flatMap((axis, position) => {
      const here = indices[position] ?? 0;
      const moves = axis.parameter.kind === 'choice' ? [...axis.levels.keys()] : [here - 1, here + 1];
      return moves
        .filter((index) => index !== here && index >= 0 && index < axis.levels.length)
        .map((index) => this.pointAt(indices.with(position, index)));
    });
  }

  /**
   * The coordinates of a point: 0 to 1 along each range (see {@link RangeParameter.scale}), the index along a choice.
   *
   * Two choices differ or do not: the distance between their indices means nothing. An unknown choice is -1.
   */
  normalise(point: Point): readonly number[] {
    return this.#axes.map((axis) => axis.unit(valueOf(axis, point)));
  }

  /** A text that is equal for equal points, whatever the order of their members. */
  key(point: Point): string {
    return this.#axes.map((axis) => `${axis.parameter.name}=${valueOf(axis, point)}`).join(',');
  }
}

function toAxis(parameter: Parameter): Axis {
  const values = levels(parameter);
  const indexOf = new Map(values.map((value, index) => [value, index]));
  if (parameter.kind === 'choice') {
    return { parameter, levels: values, indexOf, unit: (value) => indexOf.get(value) ?? -1 };
  }
  const scale = unitScale(parameter);
  return { parameter, levels: values, indexOf, unit: (value) => scale(Number(value)) };
}

function valueOf({ parameter }: Axis, point: Point): number | string {
  const value = point[parameter.name];
  const expected = parameter.kind === 'range' ? 'number' : 'string';
  if (typeof value === expected && value !== undefined && !Number.isNaN(value)) return value;
  throw new SearchError(
    'SEARCH_POINT_INVALID',
    `Expected a ${expected} for "${parameter.name}", got ${JSON.stringify(value)}. A point needs a value for every parameter.`,
  );
}

function closest(values: readonly (number | string)[], wanted: number): number {
  const gaps = values.map((value) => Math.abs(Number(value) - wanted));
  return gaps.indexOf(Math.min(...gaps));
}
