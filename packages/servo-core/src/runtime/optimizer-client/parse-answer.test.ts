import { expect, test } from 'vitest';
import { parseAnswer } from './parse-answer.js';

const parse = (text: string, complete = true): unknown =>
  parseAnswer({ status: 200, headers: new Headers({ 'content-type': 'text/html' }), text, complete }, 'http://o/servo');

test.for([
  ['{"a": NaN, "b": [Infinity, -Infinity]}', { a: null, b: [null, null] }],
  [String.raw`{"NaN": "\"NaN, Infinity", "x": NaN}`, { NaN: '"NaN, Infinity', x: null }],
  ['null', null],
  [' {"status": "ok"}\n', { status: 'ok' }],
] as const)('parseAnswer() reads %s', ([text, value]) => {
  expect(parse(text)).toEqual(value);
});

test.for([
  ['', 'answered nothing'],
  [' \n', 'answered nothing'],
  ['<html>NaN</html>', '16 characters that are not JSON (text/html)'],
  ['{"cmd": "MEAS', '13 characters that are not JSON'],
  ['{"a": NaNa}', 'not JSON'],
  [`{"a": NaN, ${'\\"'.repeat(200_000)}`, 'not JSON'], // found out in a moment
] as const)('parseAnswer() refuses %.40s', ([text, message]) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ code: 'OPTIMIZER_ANSWER_INVALID', message: expect.stringContaining(message) }),
  );
});

test('parseAnswer() refuses what was too large to be read', () => {
  expect(() => parse('{}', false)).toThrow(/more than 1 MiB/);
});
