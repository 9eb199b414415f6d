import { MONTHS, SHOPS } from './ledger.mjs';
import { randomNumbers } from './random-numbers.mjs';

/**
 * Returns a function that says which report the next customer wants. Shop 1 is wanted twice as often as shop 2, three
 * times as often as shop 3, and so on (Zipf's law); each month equally often. A seed always gives the same customers.
 */
export function demand(seed) {
  const random = randomNumbers(seed);
  const bounds = popularityBounds();
  return () => {
    const point = random() * bounds.at(-1);
    return { shop: 1 + bounds.findIndex((bound) => point < bound), month: 1 + Math.floor(random() * MONTHS) };
  };
}

function popularityBounds() {
  let sum = 0;
  return Array.from({ length: SHOPS }, (_, index) => {
    sum += 1 / (index + 1);
    return sum;
  });
}
