import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import { isReady, rolloutPercent } from './readiness.js';

test.each([
  ['all are there', {}, true],
  ['the template was not seen yet', { observedGeneration: 2 }, false],
  ['one is unavailable', { unavailableReplicas: 1 }, false],
  ['none is new', { updatedReplicas: 0 }, false],
  ['an old one is left', { replicas: 3 }, false],
  ['one is not available yet', { availableReplicas: 1 }, false],
])('isReady() when %s', (_, status, expected) => {
  expect(isReady(sampleObject(status))).toBe(expected);
});

test('isReady() takes counts that the API server omits for zero', () => {
  const { metadata, spec } = sampleObject();
  expect(isReady({ metadata, spec: { ...spec, replicas: 0 }, status: { observedGeneration: 3 } })).toBe(true);
});

test('rolloutPercent() counts pods that are new and available', () => {
  expect(rolloutPercent(sampleObject({ updatedReplicas: 1 }))).toBe(50);
  expect(rolloutPercent(sampleObject({ observedGeneration: 2 }))).toBe(0);
});
