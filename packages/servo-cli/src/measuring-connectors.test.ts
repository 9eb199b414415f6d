import { metric } from '@servo/core';
import { expect, test } from 'vitest';
import { measuringConnectors, type WantedMeasuring } from './measuring-connectors.js';

const described = [
  { connector: 'web', components: [], metrics: [] },
  { connector: 'load', components: [], metrics: [metric('latency', 'ms'), metric('rate', 'rpm')] },
  { connector: 'probe', components: [], metrics: [metric('up')] },
];
const choose = (wanted: Partial<WantedMeasuring>) =>
  measuringConnectors(
    { connectors: ['web', 'load', 'probe'] },
    { chosen: undefined, wanted: [], described, ...wanted },
  );

test('measuringConnectors() names those that are chosen, and nothing where none is', () => {
  expect(choose({})).toBeUndefined();
  expect(choose({ wanted: ['up', 'rate'] })).toBeUndefined();
  expect(choose({ chosen: ['load'] })).toEqual(['load']);
  expect(choose({ chosen: ['load', 'probe'], wanted: ['up'] })).toEqual(['load', 'probe']);
});

test.for<[Partial<WantedMeasuring>, string, string]>([
  [{ chosen: ['lod'] }, 'there is no connector "lod"', 'There are web, load, probe.'],
  [{ chosen: ['load', 'web'] }, '"web" measures nothing', 'Those that measure are load, probe.'],
  [{ wanted: ['uptime'] }, 'Nobody measures uptime; measured are latency, rate, up', ''],
  [{ chosen: ['load'], wanted: ['up'] }, 'Nobody measures up; measured are latency, rate', ''],
])('measuringConnectors(%j) refuses what cannot be measured', ([wanted, message, hint]) => {
  expect(() => choose(wanted)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message), ...(hint && { hint }) }),
  );
});
