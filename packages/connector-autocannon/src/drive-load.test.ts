import { expect, test } from 'vitest';
import { samplePlan } from '../test/sample-plan.js';
import { driveLoad } from './drive-load.js';

const ignore = { onStart: () => {}, onProgress: () => {} };

// the thread's file exists only where the package is built, so here it cannot start
test('driveLoad() fails with the message of a thread that breaks', async () => {
  const driving = driveLoad(samplePlan(), { signal: new AbortController().signal, ...ignore });
  await expect(driving).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'load-failed',
    message: expect.stringContaining('load-worker.js'),
  });
});

test('driveLoad() starts nothing after an abort', async () => {
  const driving = driveLoad(samplePlan(), { signal: AbortSignal.abort('too late'), ...ignore });
  await expect(driving).rejects.toBe('too late');
});
