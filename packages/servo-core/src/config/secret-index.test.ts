import { expect, onTestFinished, test, vi } from 'vitest';
import { SecretIndex } from './secret-index.js';

/** An index of these values. */
function indexOf(...values: readonly string[]): SecretIndex {
  const index = new SecretIndex();
  for (const value of values) index.add(value);
  return index;
}

test('SecretIndex.mask() replaces each value, the longer one where one begins like another', () => {
  const index = indexOf('hunter2', 'hunter2-and-more', 's3cr3t-value');
  expect(index.mask('hunter2 hunter2-and-more, (s3cr3t-value)hunter')).toBe('[secret] [secret], ([secret])hunter');
  expect(index.mask('')).toBe('');
});

test('SecretIndex.mask() finds a value as JSON and URLs hold it', () => {
  const index = indexOf('pass "word"\n&more');
  expect(index.mask(JSON.stringify({ a: 'pass "word"\n&more' }))).toBe('{"a":"[secret]"}');
  expect(index.mask(`?p=${encodeURIComponent('pass "word"\n&more')}`)).toBe('?p=[secret]');
});

test.for(['Bearer', 'X-SF-Token', 'Basic'])('SecretIndex.mask() finds a token without the %s before it', (scheme) => {
  const index = indexOf(`${scheme} hunter2`);
  expect(index.mask(`${scheme} hunter2, or hunter2`)).toBe('[secret], or [secret]');
  index.remove(`${scheme} hunter2`);
  expect(index.mask('hunter2')).toBe('hunter2');
});

test('SecretIndex.mask() leaves what is as short as a word', () => {
  expect(indexOf('test').mask('a test')).toBe('a test');
});

test('SecretIndex.remove() forgets a value that was removed as often as it was added', () => {
  const index = indexOf('hunter2', 'hunter2');
  index.remove('hunter2');
  expect(index.mask('hunter2')).toBe('[secret]');
  index.remove('hunter2');
  index.remove('hunter2');
  expect(index.mask('hunter2')).toBe('hunter2');
});

test('SecretIndex.mask() looks for thousands at the price of one', () => {
  const index = indexOf(...Array.from({ length: 5_000 }, (_, number) => `${number}-token-${number}`));
  const text = 'nothing of interest '.repeat(500);
  const comparisons = vi.spyOn(String.prototype, 'startsWith');
  onTestFinished(() => comparisons.mockRestore());
  expect(index.mask(`${text}4711-token-4711`)).toBe(`${text}[secret]`);
  expect(comparisons.mock.calls.length).toBeLessThan(20); // one by one it would be 50 million
});
