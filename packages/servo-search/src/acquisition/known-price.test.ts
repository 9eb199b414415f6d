import { expect, test } from 'vitest';
import { KnownPrice } from './known-price.js';

const price = ({ cpu }: Readonly<Record<string, number | string>>) => 10 * Number(cpu);

test('KnownPrice.logGain() is the share saved on the cheapest feasible point', () => {
  const objective = new KnownPrice(price, [{ cpu: 4 }, { cpu: 2 }]);
  expect(objective.best).toBe(20);
  expect(Math.exp(objective.logGain({ cpu: 1 }))).toBeCloseTo(0.5, 12);
  expect(objective.logGain({ cpu: 3 })).toBe(Number.NEGATIVE_INFINITY);
  expect(objective.expected({ cpu: 3 })).toBe(30);
});

test('KnownPrice prefers nothing while no point is feasible', () => {
  const objective = new KnownPrice(price, []);
  expect(objective.best).toBeUndefined();
  expect(objective.logGain({ cpu: 1 })).toBe(objective.logGain({ cpu: 4 }));
});
