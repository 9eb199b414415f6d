import { expect, test } from 'vitest';
import { KubernetesConfig } from './kubernetes-config.js';
import { placesOf, placeText } from './place.js';
import { workloadsOf } from './workload.js';

const container = {
  name: 'main',
  cpu: { min: 1, max: 2, step: 1 },
  memory: { min: '1Gi', max: '2Gi', step: '1Gi' },
};
const workload = (name: string, where: object = {}) => ({
  name,
  replicas: { min: 1, max: 4 },
  containers: [{ ...container, alias: crypto.randomUUID() }],
  ...where,
});

test('placesOf() tells namespaces of one name in two clusters apart', () => {
  const deployments = [
    workload('web'),
    workload('web', { context: 'staging' }),
    workload('api', { namespace: 'shop' }),
    workload('api', { namespace: 'other' }),
  ];
  const places = placesOf(workloadsOf(KubernetesConfig.parse({ namespace: 'shop', deployments })));
  expect(places.map((place) => [placeText(place), place.workloads.map(({ name }) => name)])).toEqual([
    ['shop', ['web', 'api']],
    ['shop of the context staging', ['web']],
    ['other', ['api']],
  ]);
});
