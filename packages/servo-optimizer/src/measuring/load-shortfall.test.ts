import { expect, test } from 'vitest';
import { formatShortfall, loadShortfall } from './load-shortfall.js';

test('loadShortfall() reads what was asked for and what was achieved', () => {
  const found = loadShortfall({ 'servo/load': '{"asked":60,"achieved":41.5,"verdict":"load not reached"}' });
  expect(found).toEqual({ asked: 60, achieved: 41.5 });
  expect(found && formatShortfall(found)).toBe('load not reached: 41.5 of 60 requests/s');
});

test.each([undefined, 'not json', 'null', '[]', '5', '{"asked":60}', '{"asked":"60","achieved":1}'])(
  'loadShortfall() finds none in %s',
  (text) => {
    expect(loadShortfall(text === undefined ? {} : { 'servo/load': text })).toBeUndefined();
  },
);
