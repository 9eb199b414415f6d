import { findSetting } from '@servo/core';
import { expect, test } from 'vitest';
import { sampleComponent } from './sample-component.js';
import { sampleControl } from './sample-control.js';
import { sampleDescription } from './sample-description.js';
import { sampleMeasurement } from './sample-measurement.js';
import { sampleRange } from './sample-setting.js';

test('sampleDescription() takes what a test cares for and fills in the rest', () => {
  const settings = [sampleRange({ name: 'threads', value: 2 })];
  const described = sampleDescription({ components: [sampleComponent({ settings })] });
  expect(findSetting(described, 'web.threads')?.value).toBe(2);
  expect(described.metrics).toHaveLength(2);
});

test('sampleMeasurement() measures what sampleDescription() describes', () => {
  const measured = sampleMeasurement().readings.map(({ metric }) => metric);
  expect(measured).toEqual(sampleDescription().metrics);
});

test('sampleControl() can be changed', () => {
  expect(sampleControl({ duration: '5s' })).toMatchObject({ duration: { seconds: 5 }, warmup: { seconds: 10 } });
});
