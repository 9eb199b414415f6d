import { expect, test } from 'vitest';
import { describeValue } from './expectation.js';

test.for<[value: unknown, text: string]>([
  ['socks://user:hunter2@proxy:1', '"socks://…@proxy:1"'],
  ['//user:hunt@er2@proxy', '"//…@proxy"'],
  ['http://proxy/a@b', '"http://proxy/a@b"'],
  [2, '2'],
  [['hunter2'], 'a list'],
])('describeValue() shows %j without who may use it', ([value, text]) => {
  expect(describeValue(value)).toBe(text);
});
