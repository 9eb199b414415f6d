import { randomNumbers } from './random-numbers.mjs';

export const SHOPS = 8;
export const MONTHS = 12;
export const PRODUCTS = ['Bread', 'Cheese', 'Coffee', 'Flowers', 'Fruit', 'Tea', 'Vegetables', 'Wine'];

const RECEIPTS = 20_000;
const MINUTES = 365 * 24 * 60;

/**
 * Reads the receipts of a shop for one year, in order of time, by month. This is the expensive part of a report: it
 * takes processor time, and the result holds about 4 MiB of the heap for as long as it is kept.
 *
 * Where another service would read a database, this one computes the rows, so that a shop always has the same.
 */
export function readLedger(shop) {
  const random = randomNumbers(shop);
  const below = (limit) => Math.floor(random() * limit);
  const line = () => ({ product: below(PRODUCTS.length), quantity: 1 + below(5), cents: 150 + below(1800) });
  const receipt = () => ({ minute: below(MINUTES), lines: Array.from({ length: 1 + below(3) }, line) });
  const receipts = Array.from({ length: RECEIPTS }, receipt).sort((a, b) => a.minute - b.minute);
  return Object.groupBy(receipts, ({ minute }) => 1 + Math.floor((minute / MINUTES) * MONTHS));
}
