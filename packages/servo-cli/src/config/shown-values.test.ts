import type { EffectiveValue } from '@servo/core/documents';
import { expect, test } from 'vitest';
import { shownValues } from './shown-values.js';

const value = (path: EffectiveValue['path'], given: unknown, secret = false): EffectiveValue => ({
  path,
  value: given,
  origin: { kind: 'default' },
  secret,
});

test.for([
  [[value(['optimizer', 'token'], 'abc', true)], ['[secret]']],
  [[value(['trace', 'dbPassword'], 'abc')], ['[secret]']],
  [[value(['trace', 'pin'], 1234)], ['[secret]']],
  [
    [value(['trace', 'args', 0], '--token'), value(['trace', 'args', 1], 'abc')],
    ['--token', '[secret]'],
  ],
  [[value(['trace', 'headers', 'Cookie'], 'a=1')], ['[secret]']],
  [[value(['trace', 'url'], 'http://me:abc@host/')], ['http://[secret]@host/']],
  [
    [value(['trace', 'note'], null), value(['trace', 'rate'], 5)],
    [null, 5],
  ],
  [[value(['trace', 'note'], '"cookie":[')], ['"cookie":"[secret]"']],
  [[value(['trace', 'body'], '{"a": 1}')], ['{"a": 1}']],
] as const)('shownValues() of %j', ([values, shown]) => {
  expect(shownValues(values).map((each) => each.shown)).toEqual(shown);
});
