import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import { rolloutObstacle } from './rollout-obstacle.js';

const db = { kind: 'StatefulSet', namespace: 'shop', name: 'db' } as const;

test.each([
  [{ paused: true }, 'is paused', 'rollout resume statefulset/db'],
  [{ updateStrategy: { type: 'OnDelete' } }, 'has the update strategy OnDelete', '"type":"RollingUpdate"'],
  [
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
    'has the partition 2',
    '"partition":0',
  ],
])(
  'rolloutObstacle() names what keeps a rollout from ending, and the command against it (%#)',
  (spec, text, command) => {
    const found = rolloutObstacle(db, sampleObject({}, { spec }));
    expect(found?.message).toContain(`StatefulSet shop/db ${text}`);
    expect(found?.hint).toContain(command);
  },
);

test('rolloutObstacle() finds none in a StatefulSet as the API server makes it', () => {
  const spec = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } };
  expect(rolloutObstacle(db, sampleObject({}, { spec }))).toBeUndefined();
});
