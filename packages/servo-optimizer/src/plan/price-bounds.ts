import type { Settings } from '@servo/core/wire';
import type { Point } from '@servo/search';
import type { StudyDefinition } from '../study/study-definition.js';
import type { PricedSettings } from './study-plan.js';

// So many configurations are looked at one by one.
const ENUMERATED = 50_000;

/** The cheapest configuration, and the most expensive one that costs no more than the ceiling. */
export function priceBounds(
  definition: StudyDefinition,
  ceiling: number,
): { readonly cheapest: PricedSettings; readonly dearest: PricedSettings } {
  const { lattice } = definition.target;
  const priced = (point: Point): PricedSettings => priceOf(definition, definition.target.settings(point));
  const cheapest = priced(cheapestPoint(definition));
  const points = lattice.size <= ENUMERATED ? everyPoint(definition) : [climb(definition, cheapest, ceiling)];
  let dearest = cheapest;
  for (const point of points) {
    const found = priced(point);
    if (found.price > dearest.price && found.price <= ceiling) dearest = found;
  }
  return { cheapest, dearest };
}

/** Costs are never negative and only multiplied and added up, so that each setting can be made cheap on its own. */
function cheapestPoint(definition: StudyDefinition): Point {
  const { lattice, present, tunables } = definition.target;
  let point = lattice.nearest(definition.target.point(present));
  for (const { path } of tunables) {
    const others = point;
    const variants = levelsOf(definition, path).map((value) => ({ ...others, [path]: value }));
    point = variants.reduce((best, next) => (costs(definition, next) < costs(definition, best) ? next : best));
  }
  return point;
}

function levelsOf({ target: { lattice } }: StudyDefinition, path: string): readonly (number | string)[] {
  const axis = lattice.parameters.findIndex(({ name }) => name === path);
  const origin = lattice.shape.map(() => 0);
  return Array.from(
    { length: lattice.shape[axis] ?? 1 },
    (_, index) => lattice.pointAt(origin.with(axis, index))[path] ?? '',
  );
}

function* everyPoint({ target: { lattice } }: StudyDefinition): Generator<Point> {
  for (let number = 0; number < lattice.size; number += 1) {
    let rest = number;
    yield lattice.pointAt(
      lattice.shape.map((length) => {
        const index = rest % length;
        rest = (rest - index) / length;
        return index;
      }),
    );
  }
}

/** Goes up by the dearest step that stays below the ceiling until none does. */
function climb(definition: StudyDefinition, from: PricedSettings, ceiling: number): Point {
  const { lattice } = definition.target;
  let point = definition.target.point(from.settings);
  for (;;) {
    const here = costs(definition, point);
    const higher = lattice
      .neighbours(point)
      .map((next) => ({ next, price: costs(definition, next) }))
      .filter(({ price }) => price > here && price <= ceiling)
      .toSorted((a, b) => b.price - a.price)[0];
    if (!higher) return point;
    point = higher.next;
  }
}

function costs(definition: StudyDefinition, point: Point): number {
  return priceOf(definition, definition.target.settings(point)).price;
}

function priceOf(definition: StudyDefinition, settings: Settings): PricedSettings {
  return { settings, price: definition.price(settings) ?? 0 };
}
