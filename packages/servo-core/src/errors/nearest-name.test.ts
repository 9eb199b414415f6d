import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.js';

const known = ['base_url', 'workers', 'token', 'id'];

test.for([
  ['worker', 'workers'],
  ['wokrers', 'workers'],
  ['baseUrl', 'base_url'],
  ['BASE_URL', 'base_url'],
  ['tokn', 'token'],
  ['di', 'id'],
  ['wrokesr', 'workers'],
  ['sx', undefined],
  ['ix', 'id'],
  ['memory', undefined],
  ['', undefined],
])('nearestName() of %j is %j', ([name = '', nearest]) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test('nearestName() prefers the first of equally near names', () => {
  expect(nearestName('cat', ['bat', 'hat'])).toBe('bat');
});
