import { expect, test } from 'vitest';
import { wireCompletion, wireProgress } from './completion.js';
import { wireStatus } from './status.js';

test('wireCompletion reads what a servo sends at the end of a measuring', () => {
  const completion = {
    status: 'ok',
    message: null,
    reason: 'success',
    cmd_uid: 'u2',
    metrics: { throughput: { unit: 'rpm', value: 5 } },
    annotations: { k: 'v' },
  };
  expect(wireCompletion.parse(completion)).toStrictEqual(completion);
});

test('wireCompletion refuses a status that no servo sends', () => {
  expect(wireCompletion.safeParse({ status: 'unexpected-event' }).success).toBe(false);
});

test.each([0, 99.9, 100])('wireProgress takes %d percent', (progress) => {
  expect(wireProgress.safeParse({ progress, runtime: 0.3, cmd_uid: null }).success).toBe(true);
});

test.each([-1, 100.1, '50', null])('wireProgress refuses %j', (progress) => {
  expect(wireProgress.safeParse({ progress }).success).toBe(false);
});

test('wireStatus takes any status, so that a new one is understood as unknown', () => {
  expect(wireStatus.parse({ status: 'cancel', reason: 'enough', state: {} })).toEqual({
    status: 'cancel',
    reason: 'enough',
  });
  expect(wireStatus.safeParse({ cmd: 'DESCRIBE' }).success).toBe(false);
});
