import { expect, test } from 'vitest';
import { exactLabels, selector, selectorOfNames } from './selector.js';

test.each([
  [[], 'a'],
  [[{}, {}], 'a'],
  [
    [{ job: 'shop', code: '=~5..', path: '!=/healthz', zone: '!~x|y' }],
    'a{job="shop", code=~"5..", path!="/healthz", zone!~"x|y"}',
  ],
  [[{ path: 'a "quote"\\\n\u0007' }], 'a{path="a \\"quote\\"\\\\\\n\\u0007"}'],
  [[{ path: '=!=' }], 'a{path="!="}'],
  [[{ path: '' }], 'a{path=""}'],
  [[{ path: '"} or b{c="' }], 'a{path="\\"} or b{c=\\""}'],
  [[{ code: '!=404' }, { code: '=~4..' }], 'a{code!="404", code=~"4.."}'],
  [[{ code: '404' }, { code: '=404' }], 'a{code="404"}'],
] as const)('selector() writes %j as PromQL', (wheres, expected) => {
  expect(selector('a', ...wheres)).toBe(expected);
});

test('selectorOfNames() asks for several metrics at once', () => {
  expect(selectorOfNames('a|b', {})).toBe('{__name__=~"a|b"}');
  expect(selectorOfNames('a|b', { job: 'shop' })).toBe('{__name__=~"a|b", job="shop"}');
});

test('exactLabels() leaves out what more than one value matches', () => {
  expect(exactLabels({ a: 'x', b: '=y', c: '!=z', d: '=~z', e: '!~z' })).toEqual({ a: 'x', b: 'y' });
});
