import { expect, test } from 'vitest';
import { checkValues } from './check-values.js';
import { UsageComplaint } from './usage-complaint.js';

const declared = {
  key: { name: true, speed: true, quiet: true, metrics: true, l: true },
  array: ['metrics'],
  string: ['name', 'metrics'],
  number: ['speed'],
  boolean: ['quiet'],
};

test('checkValues() takes one value of the type that was declared, and several where that is meant', () => {
  const args = { name: 'a', speed: -0.5, quiet: true, metrics: ['a', 'b'], other: Number.NaN };
  expect(checkValues(args, declared)).toBe(true);
  expect(checkValues({}, declared)).toBe(true);
});

test.for<[what: string, args: Readonly<Record<string, unknown>>, message: string]>([
  ['a value given twice', { name: ['a', 'b'] }, 'Expected --name once, got a and b'],
  ['a flag given twice', { quiet: [true, true] }, 'Expected --quiet once, got true and true'],
  ['a letter given twice', { l: ['info', 'warn'] }, 'Expected -l once, got info and warn'],
  ['what is no number', { speed: Number.NaN }, 'Expected a number after --speed'],
  ['a number without end', { speed: Infinity }, 'Expected a number after --speed'],
  ['a value that is denied', { name: false }, 'Expected --name and a value'],
  ['a part of a value', { name: { x: '1' } }, 'Expected --name and a value'],
])('checkValues() refuses %s', ([, args, message]) => {
  expect(() => checkValues(args, declared)).toThrow(new UsageComplaint(message));
});

test('checkValues() refuses a flag with another value than true and false', () => {
  expect(() => checkValues({ quiet: false }, declared, ['--quiet=maybe'])).toThrow(
    new UsageComplaint('Expected --quiet alone, or --quiet=true or --quiet=false; got maybe'),
  );
  expect(checkValues({ quiet: false }, declared, ['--quiet=false', '--name=maybe'])).toBe(true);
});
