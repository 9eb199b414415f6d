/** The largest of numbers, however many there are; `Math.max(...numbers)` overflows the stack with some 100,000. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), -Infinity);
}
