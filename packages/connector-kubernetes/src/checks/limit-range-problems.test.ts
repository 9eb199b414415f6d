import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import type { LimitRangeItem } from '../api/objects.js';
import { KubernetesConfig } from '../config/kubernetes-config.js';
import { workloadsOf } from '../config/workload.js';
import { limitRangeProblems } from './limit-range-problems.js';

const problems = (...limits: LimitRangeItem[]): readonly string[] => {
  const memory = { min: '256Mi', max: '1Gi', step: '256Mi' };
  const container = { name: 'main', cpu: { min: '250m', max: 1, step: '250m' }, memory };
  const deployments = [{ name: 'web', replicas: { min: 1, max: 4 }, containers: [container] }];
  const metadata = { name: 'small', uid: 'small', resourceVersion: '1' };
  return workloadsOf(KubernetesConfig.parse({ deployments })).flatMap((workload) =>
    limitRangeProblems({ metadata, spec: { limits } }, workload, sampleObject()),
  );
};

test('limitRangeProblems() finds nothing where all values are allowed', () => {
  const bounds = { min: { cpu: '250m', memory: '256Mi' }, max: { cpu: '1', memory: '1Gi' } };
  expect(problems({ type: 'Container', ...bounds }, { type: 'Pod', ...bounds })).toEqual([]);
  expect(problems({ type: 'PersistentVolumeClaim', max: { memory: '1' } })).toEqual([]);
});

test.each<[LimitRangeItem, string]>([
  [
    { type: 'Container', max: { cpu: '500m' } },
    'LimitRange small: container main would get up to 1 of cpu, expected 500m or less',
  ],
  [
    { type: 'Container', min: { memory: '512Mi' } },
    'LimitRange small: container main would get as little memory as 256Mi, expected 512Mi or more',
  ],
  [
    { type: 'Pod', max: { memory: '768Mi' } },
    'LimitRange small: the pod would get up to 1Gi of memory, expected 768Mi or less',
  ],
])('limitRangeProblems() names the value that is refused (%#)', (item, text) => {
  expect(problems(item)).toEqual([text]);
});
