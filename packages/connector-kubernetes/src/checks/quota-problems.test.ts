import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import type { ResourceQuota } from '../api/objects.js';
import { KubernetesConfig } from '../config/kubernetes-config.js';
import { workloadsOf } from '../config/workload.js';
import { quotaProblems } from './quota-problems.js';

// Two pods run, each with 250m and 256Mi.
const problems = (
  hard: Record<string, string>,
  used: Record<string, string> = {},
  { names = ['web'], ...rest } = {},
) => {
  const container = { name: 'main', cpu: { min: '250m', max: 1, step: '250m' }, memory };
  const deployments = names.map((name) => ({ name, replicas: { min: 1, max: 4 }, containers: [container] }));
  const metadata = { name: 'q', uid: 'q', resourceVersion: '1' };
  const quota: ResourceQuota = { metadata, spec: rest, status: { hard, used } };
  const workloads = workloadsOf(KubernetesConfig.parse({ deployments }));
  return quotaProblems(
    quota,
    workloads.map((workload) => ({ workload, object: sampleObject() })),
  );
};
const memory = { min: '256Mi', max: '1Gi', step: '256Mi' };

test.each<[string, Record<string, string>, Record<string, string>?, object?]>([
  ['room for the largest', { 'requests.cpu': '4', 'requests.memory': '4Gi', pods: '4' }],
  ['room, of which the workload itself uses a part', { cpu: '4' }, { cpu: '500m' }],
  ['a limit of something else', { services: '0' }, { services: '1' }],
  ['a quota that counts only some pods', { cpu: '1' }, {}, { scopes: ['BestEffort'] }],
])('quotaProblems() finds nothing with %s', (_, hard, used = {}, rest = {}) => {
  expect(problems(hard, used, rest)).toEqual([]);
});

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  ['processor', { cpu: '2' }, {}, '2.5 of requests.cpu, but the largest settings need 4'],
  [
    'what others leave',
    { 'limits.cpu': '10' },
    { 'limits.cpu': '9' },
    '2 of limits.cpu, but the largest settings need 4',
  ],
  [
    'memory',
    { 'requests.memory': '2Gi' },
    { 'requests.memory': '512Mi' },
    '2Gi of requests.memory, but the largest settings need 4Gi',
  ],
  ['pods', { 'count/pods': '3' }, { 'count/pods': '2' }, '3 of pods, but the largest settings need 4'],
  ['even one pod', { cpu: '600m' }, { cpu: '1' }, '100m of requests.cpu, but the smallest settings need 250m'],
])('quotaProblems() says how much %s is missing', (_, hard, used, text) => {
  expect(problems(hard, used)).toEqual([`ResourceQuota q leaves Deployment web ${text}`]);
});

test('quotaProblems() finds what workloads need together, where each of them has room', () => {
  expect(problems({ cpu: '7' }, { cpu: '1' })).toEqual([]);
  expect(problems({ cpu: '7' }, { cpu: '1' }, { names: ['web', 'api'] })).toEqual([
    'ResourceQuota q leaves Deployment web and Deployment api 7 of requests.cpu, but the largest settings need 8',
  ]);
  expect(problems({ cpu: '7' }, { cpu: '3' }, { names: ['web', 'api', 'db', 'cache'] })).toEqual([
    'ResourceQuota q leaves Deployment web and 3 other workloads 6 of requests.cpu, but the largest settings need 16',
  ]);
});
