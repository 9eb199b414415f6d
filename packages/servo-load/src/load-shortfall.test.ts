import { expect, test } from 'vitest';
import { loadShortfall } from './load-shortfall.js';

const load = { rate: 60, duration: 4_000, due: 240 };

test.each([
  [228, undefined],
  [227, 56.8],
  [120, 30],
  [0, 0],
])('loadShortfall() says of %d requests in place of 240 whether they are too few', (sent, achieved) => {
  const expected = achieved === undefined ? undefined : { asked: 60, achieved, verdict: 'load not reached' };
  expect(loadShortfall({ ...load, sent })).toEqual(expected);
});
