import { expect, test } from 'vitest';
import { sampleObject, samplePod, sampleSnapshot } from '../../test/sample-snapshot.js';
import { latestPods } from './latest-pods.js';

const revised = (revision: number) =>
  sampleObject({}, { metadata: { annotations: { 'deployment.kubernetes.io/revision': String(revision) } } });
const pods = [samplePod('old', { owner: 'set-1' }), samplePod('new', { owner: 'set-2' })];

test('latestPods() answers those of the newest ReplicaSet', () => {
  expect(latestPods(sampleSnapshot(revised(2), pods)).map(({ metadata }) => metadata.name)).toEqual(['new']);
});

test('latestPods() answers none while the ReplicaSet of the present template was not seen', () => {
  expect(latestPods(sampleSnapshot(revised(3), pods))).toEqual([]);
});
