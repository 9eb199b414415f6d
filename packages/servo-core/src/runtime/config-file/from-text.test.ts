import { expect, test } from 'vitest';
import { fromText } from './from-text.js';

const types = (...type: string[]): { readonly type: readonly string[] } => ({ type });

test.for<readonly [text: string, type: readonly string[], value: unknown]>([
  ['12345', ['string'], '12345'],
  ['true', ['string'], 'true'],
  ['30', ['string', 'number'], 30],
  ['30s', ['string', 'number'], '30s'],
  ['true', ['string', 'number'], 'true'],
  ['-1.5e3', ['number'], -1500],
  [' 8080 ', ['integer'], 8080],
  ['TRUE', ['boolean'], true],
  ['many', ['integer'], 'many'],
  ['', ['number'], ''],
  ['.', ['number'], '.'],
  ['7', [], 7],
])('fromText() reads %j for %j as %j', ([text, type, value]) => {
  expect(fromText(text, { schema: types(...type), root: {} })).toBe(value);
});

test('fromText() leaves a quoted text where text is possible', () => {
  const options = { root: {}, preferText: true };
  expect(fromText('30', { ...options, schema: types('string', 'number') })).toBe('30');
  expect(fromText('30', { ...options, schema: undefined })).toBe('30');
  expect(fromText('30', { ...options, schema: types('number') })).toBe(30);
});
