import { expect, test } from 'vitest';
import { givenSwitch } from './given-switch.js';

test.for<[line: string, quiet: boolean | undefined]>([
  ['plan', undefined],
  ['plan -q', true],
  ['plan --quiet', true],
  ['plan --quiet=true', true],
  ['plan --quiet=false', false],
  ['plan --quiet false', false],
  ['plan --no-quiet', false],
  ['plan -qV', true],
  ['plan -qc shop.yaml', true],
  ['plan -c -q', undefined],
  ['measure -- -q', undefined],
])('givenSwitch() of "%s"', ([line, quiet]) => {
  expect(givenSwitch(line.split(' '), 'quiet', 'q')).toBe(quiet);
});

test('givenSwitch() knows one that is on unless it is turned off', () => {
  expect(givenSwitch(['plan', '--no-color'], 'color')).toBe(false);
  expect(givenSwitch(['plan', '--color=false'], 'color')).toBe(false);
  expect(givenSwitch(['plan', '--color'], 'color')).toBe(true);
});
