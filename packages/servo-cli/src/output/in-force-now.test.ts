import { adjustment, component, type Description, description, rangeSetting } from '@servo/core';
import { expect, test } from 'vitest';
import { inForceNow } from './in-force-now.js';

const described = (cpu: number, mem?: number): Description =>
  description({
    components: [
      component('web', [
        rangeSetting('cpu', { min: 1, max: 8, step: 1, value: cpu }),
        rangeSetting('mem', { min: 1, max: 8, step: 1, ...(mem !== undefined && { value: mem }) }),
      ]),
    ],
  });
const adjustments = [adjustment('web', 'cpu', 2), adjustment('web', 'mem', 4)];

test('inForceNow() says that all is as before', () => {
  expect(inForceNow({ adjustments, before: described(1, 2), now: described(1, 2) })).toBe(
    'In force is what was before: web.cpu=1 web.mem=2',
  );
});

test('inForceNow() says what is not, and how to go back', () => {
  expect(inForceNow({ adjustments, before: described(1, 2), now: described(2) })).toBe(
    'In force is now web.cpu=2 web.mem=?; before it was web.cpu=1 web.mem=2. Run "servo restore" to go back.',
  );
});
