import { expect, test } from 'vitest';
import { studyConfig } from '../../test/study.js';
import { describeTarget } from '../../test/synthetic-target.js';
import { StudyDefinition } from './study-definition.js';

function definition(config: object = {}): StudyDefinition {
  const description = describeTarget({ 'web.cpu': 3, 'web.mem': 4 });
  return new StudyDefinition({ config: studyConfig(config), servo: 'web', description });
}

test('StudyDefinition.decisive names what decides, once', () => {
  expect(definition().decisive).toEqual(['latency_99th', 'error_rate']);
  expect(definition({ minimize: 'p99' }).decisive).toEqual(['latency_99th', 'error_rate']);
  expect(definition({ minimize: undefined, maximize: 'throughput', constraints: [] }).decisive).toEqual(['throughput']);
});

test('StudyDefinition.notes tell of unused prices and missing limits', () => {
  expect(definition().notes).toEqual([]);
  expect(definition({ prices: { cpu: 1, gpu: 300 }, constraints: [] }).notes).toEqual([
    expect.stringContaining('"gpu"'),
    expect.stringContaining('no constraints'),
  ]);
});

test('StudyDefinition.price() is absent without prices', () => {
  expect(definition().price({ 'web.cpu': 1, 'web.mem': 2 })).toBeCloseTo(29.2, 9);
  expect(definition({ minimize: 'p99', prices: {} }).price({ 'web.cpu': 1 })).toBeUndefined();
});

test.each([{}, { cpu: 0 }, { gpu: 300 }])('StudyDefinition cannot minimize the price with the prices %j', (prices) => {
  expect(() => definition({ prices })).toThrow(
    expect.objectContaining({ code: 'PRICES_MISSING', message: expect.stringContaining('cpu, mem') }),
  );
});

test('StudyDefinition names a price of nothing when it is the only one', () => {
  expect(() => definition({ prices: { gpu: 23 } })).toThrow(/no setting is called "gpu"/);
});
