import { expect, test } from 'vitest';
import { samplePod } from '../../test/sample-snapshot.js';
import { explainPodDelay, findPodTrouble } from './find-pod-trouble.js';

const options = { baseline: new Map(), containers: ['main'], name: 'Pod shop/web-tuning', adjustments: [] };
const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/2 nodes' };

test('findPodTrouble() sees that a node refused the pod, since no controller makes another', () => {
  const pod = samplePod('web-tuning', { phase: 'Failed', reason: 'OutOfcpu', message: 'Node did not have enough cpu' });
  expect(findPodTrouble(pod, options)).toMatchObject({ reason: 'unschedulable', isVerdict: false });
  expect(findPodTrouble(samplePod('web-tuning'), options)).toBeUndefined();
});

test('explainPodDelay() finds out why a pod took too long, or that it never came', () => {
  expect(explainPodDelay(samplePod('web-tuning', { conditions: [unschedulable] }), options)).toMatchObject({
    reason: 'unschedulable',
  });
  expect(explainPodDelay(undefined, options)).toMatchObject({ reason: 'timeout', isVerdict: false });
});
