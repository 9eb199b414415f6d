import { expect, test } from 'vitest';
import { ErrorTally } from './error-tally.js';

function tallyOf(errors: readonly string[]): ErrorTally {
  const tally = new ErrorTally();
  for (const error of errors) tally.add({ code: 0, error });
  return tally;
}

test('ErrorTally counts statuses and errors, the most frequent first', () => {
  const tally = tallyOf(['b', 'a', 'a', '']);
  tally.add({ code: 200, error: '' });
  expect(tally.codes).toEqual({ 0: 4, 200: 1 });
  expect(tally.errors).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('ErrorTally takes errors for one that differ in the port of this machine', () => {
  const reset = (port: number): string =>
    `Get "http://h/": read tcp 127.0.0.1:${port}->127.0.0.1:80: connection reset by peer`;
  expect(tallyOf([reset(40_001), reset(40_002)]).errors).toEqual([
    ['Get "http://h/": read tcp 127.0.0.1:80: connection reset by peer', 2],
  ]);
});

test('ErrorTally shows no queries and passwords', () => {
  const [[error] = []] = tallyOf(['Get "https://me:hunter2@h/a?token=hunter2#x": EOF']).errors;
  expect(error).toBe('Get "https://h/a": EOF');
});

test('ErrorTally keeps no more errors than can be read', () => {
  const { errors } = tallyOf(Array.from({ length: 1_000 }, (_, index) => `error ${index} ${'x'.repeat(10_000)}`));
  expect(errors).toHaveLength(51);
  expect(errors.at(-1)).toEqual(['other errors', 950]);
  expect(Math.max(...errors.map(([text]) => text.length))).toBeLessThanOrEqual(200);
});
