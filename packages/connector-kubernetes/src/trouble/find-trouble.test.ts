import { adjustment } from '@servo/core';
import { expect, test } from 'vitest';
import { sampleObject, samplePod, sampleSnapshot } from '../../test/sample-snapshot.js';
import type { Condition, ContainerStatus, Pod } from '../api/objects.js';
import { explainDelay, findQuotaTrouble, findScheduleTrouble, findTrouble } from './find-trouble.js';
import { restartBaseline } from './restart-baseline.js';
import type { TroubleOptions } from './trouble.js';

const options: TroubleOptions = {
  baseline: new Map(),
  containers: ['main'],
  name: 'Deployment shop/web',
  adjustments: [adjustment('web/main', 'cpu', 100), adjustment('web/main', 'mem', 128)],
};
const status = (changes: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'main',
  ready: true,
  restartCount: 0,
  ...changes,
});
const seen = (pods: readonly Pod[], conditions: readonly Condition[] = []) =>
  sampleSnapshot(sampleObject({ conditions, updatedReplicas: 0 }), pods);
const unschedulable = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'Unschedulable',
  message: '0/2 nodes are available: 2 Insufficient memory.',
};
const crashed = status({
  restartCount: 2,
  lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
});
const pulling = status({ ready: false, state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off' } } });
const gaveUp = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' };

test.each([
  [
    'restarts',
    [samplePod('web-1', { containers: [crashed] })],
    [],
    'unstable',
    'web-1 - main x2 (OOMKilled, exit code 137)',
  ],
  [
    'an image',
    [samplePod('web-1', { containers: [pulling] })],
    [],
    'image-pull-failed',
    'Container image pull failure detected on 1 pods of Deployment shop/web: web-1 - main: ImagePullBackOff',
  ],
  [
    'an eviction',
    [samplePod('web-1', { phase: 'Failed', reason: 'Evicted', message: 'low on memory' })],
    [],
    'unstable',
    'the pod web-1 ended: Evicted low on memory',
  ],
  ['a lost node', [samplePod('web-1', { phase: 'Failed', reason: 'NodeLost' })], [], 'node-lost', 'NodeLost'],
  [
    'the controller that gave up',
    [],
    [gaveUp],
    'start-failed',
    'stopped progressing: timed out (ProgressDeadlineExceeded)',
  ],
  [
    'the scheduler rather than the controller',
    [samplePod('web-1', { conditions: [unschedulable] })],
    [gaveUp],
    'unschedulable',
    'Requested adjustment(s) (web/main.mem=128) cannot be scheduled due to "0/2 nodes',
  ],
])('findTrouble() blames %s', (_, pods, conditions, reason, message) => {
  const trouble = findTrouble(seen(pods, conditions), options);
  expect(trouble).toMatchObject({ reason, message: expect.stringContaining(message) });
});

test.each([
  ['pods of an older template', [samplePod('web-1', { containers: [crashed], owner: 'set-1' })], []],
  ['restarts of a sidecar', [samplePod('web-1', { containers: [{ ...crashed, name: 'sidecar' }] })], []],
  ['a pod that a node refuses', [samplePod('web-1', { phase: 'Failed', reason: 'OutOfcpu' })], []],
  ['a pod that waits for a node', [samplePod('web-1', { conditions: [unschedulable] })], []],
  [
    'an available workload',
    [],
    [
      { type: 'Available', status: 'True' },
      { type: 'Progressing', status: 'True' },
    ],
  ],
  ['a condition that no longer holds', [], [{ type: 'ReplicaFailure', status: 'False', message: 'quota' }]],
])('findTrouble() has hope with %s', (_, pods, conditions) => {
  expect(findTrouble(seen(pods, conditions), options)).toBeUndefined();
});

test('findTrouble() forgets restarts from before the adjustment', () => {
  const pods = [samplePod('web-1', { containers: [crashed] })];
  expect(findTrouble(seen(pods), { ...options, baseline: restartBaseline(seen(pods)) })).toBeUndefined();
});

test('findTrouble() forgets pods that had ended before the adjustment', () => {
  const pods = [samplePod('web-1', { phase: 'Failed', reason: 'Evicted' })];
  expect(findTrouble(seen(pods), { ...options, baseline: restartBaseline(seen(pods)) })).toBeUndefined();
});

test('findScheduleTrouble() repeats the words of the scheduler', () => {
  const pods = [samplePod('web-1', { conditions: [unschedulable] })];
  expect(findScheduleTrouble(seen(pods), options)?.message).toBe(
    'Requested adjustment(s) (web/main.mem=128) cannot be scheduled due to "0/2 nodes are available: 2 Insufficient memory."',
  );
});

test('explainDelay() blames the node, not the settings, for pods that are unready though their containers run', () => {
  const pods = [samplePod('web-1', { containers: [status()], conditions: [{ type: 'Ready', status: 'False' }] })];
  expect(explainDelay(seen(pods), options)).toMatchObject({ reason: 'node-lost', isVerdict: false });
});

test('explainDelay() says of an unready pod what is known, and no more', () => {
  const unready = (name: string, more: Partial<Condition> = {}) =>
    samplePod(name, { conditions: [{ type: 'Ready', status: 'False', ...more }] });
  const explained = { reason: 'ContainersNotReady', message: 'unready: [main]' };
  const { message } = explainDelay(seen([unready('web-1'), unready('web-2', explained)]), options);
  expect(message).toContain(
    'Found 2 unready pod(s) for Deployment shop/web: web-1 - (no reason given), ' +
      'web-2 - (reason ContainersNotReady) unready: [main]',
  );
});

test('findTrouble() does not believe conditions of an older template', () => {
  const workload = sampleObject({ conditions: [gaveUp], observedGeneration: 2 });
  expect(findTrouble(sampleSnapshot(workload), options)).toBeUndefined();
});

test('findQuotaTrouble() repeats the words of the quota', () => {
  const failure = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: q, requested: requests.cpu=1' };
  expect(findQuotaTrouble(seen([], [failure]), options)).toMatchObject({ reason: 'quota-exceeded', isVerdict: true });
});

test('findQuotaTrouble() repeats what the controller of a StatefulSet has told since', () => {
  const told = (count: number) => [
    {
      metadata: { name: 'e', uid: 'e', resourceVersion: '1' },
      message: 'exceeded quota: q',
      reason: 'FailedCreate',
      count,
    },
  ];
  const before = sampleSnapshot(sampleObject(), [], told(3));
  const baseline = restartBaseline(before);
  expect(findQuotaTrouble(before, { ...options, baseline })).toBeUndefined();
  const after = sampleSnapshot(sampleObject(), [], told(4));
  expect(findQuotaTrouble(after, { ...options, baseline })).toMatchObject({ reason: 'quota-exceeded' });
});

test.each([
  [[samplePod('web-1', { conditions: [unschedulable] })], 'unschedulable', true],
  [
    [
      samplePod('web-1', {
        conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'unready: [main]' }],
      }),
    ],
    'start-failed',
    true,
  ],
  [[], 'timeout', false],
])('explainDelay() finds out why it took too long (%#)', (pods, reason, isVerdict) => {
  expect(explainDelay(seen(pods), options)).toMatchObject({ reason, isVerdict });
});
