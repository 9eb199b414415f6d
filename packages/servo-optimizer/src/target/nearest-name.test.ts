import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.js';

const names = ['latency_99th', 'latency_50th', 'throughput', 'error_rate'];

test.each([
  ['throughputs', 'throughput'],
  ['eror_rate', 'error_rate'],
  ['latency_99', 'latency_99th'],
  ['Throughput', 'throughput'],
])('nearestName() finds what %s was meant to be', (wanted, meant) => {
  expect(nearestName(wanted, names)).toBe(meant);
});

test('nearestName() does not guess when nothing is close', () => {
  expect(nearestName('gpu', names)).toBeUndefined();
  expect(nearestName('throughput', [])).toBeUndefined();
});
