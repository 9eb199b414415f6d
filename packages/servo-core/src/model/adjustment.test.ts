import { expect, test } from 'vitest';
import { adjustment, formatAdjustments } from './adjustment.js';

test('adjustment() keeps numbers as numbers and text as text', () => {
  expect(adjustment('web', 'cpu', 1.25)).toEqual({ component: 'web', setting: 'cpu', value: 1.25 });
  expect(adjustment('web', 'level', '1').value).toBe('1');
});

test('formatAdjustments() writes them as a person would', () => {
  expect(formatAdjustments([adjustment('web', 'cpu', 1.25), adjustment('db', 'gc', 'zgc')])).toBe(
    'web.cpu=1.25, db.gc=zgc',
  );
  expect(formatAdjustments([])).toBe('');
});
