import { expect, test } from 'vitest';
import { Lattice } from '../lattice/lattice.js';
import { admits, checkSearchSpace } from './search-space.js';

const lattice = new Lattice([{ kind: 'range', name: 'cpu', min: 1, max: 8, step: 1 }]);
const space = {
  lattice,
  running: { cpu: 4 },
  price: ({ cpu }: Readonly<Record<string, number | string>>) => Number(cpu),
};

test('admits() keeps to the price ceiling and to what is allowed', () => {
  const limited = {
    ...space,
    priceCeiling: 6,
    allowed: ({ cpu }: Readonly<Record<string, number | string>>) => cpu !== 3,
  };
  expect([2, 3, 6, 7].map((cpu) => admits(limited, { cpu }))).toEqual([true, false, true, false]);
});

test('checkSearchSpace() accepts a running configuration off the lattice', () => {
  expect(() => checkSearchSpace({ ...space, running: { cpu: 4.3 } })).not.toThrow();
});

test('checkSearchSpace() refuses a ceiling without a price, a price that is not positive, and an incomplete point', () => {
  const invalid = expect.objectContaining({ code: 'SEARCH_OPTION_INVALID' });
  expect(() => checkSearchSpace({ lattice, running: { cpu: 4 }, priceCeiling: 6 })).toThrow(invalid);
  expect(() => checkSearchSpace({ ...space, price: () => 0 })).toThrow(invalid);
  expect(() => checkSearchSpace({ ...space, running: {} })).toThrow(
    expect.objectContaining({ code: 'SEARCH_POINT_INVALID' }),
  );
});
