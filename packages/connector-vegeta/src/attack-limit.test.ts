import { FakeClock } from '@servo/testing';
import { expect, test } from 'vitest';
import { sampleJob } from '../test/sample-job.js';
import { attackLimit } from './attack-limit.js';

test('attackLimit() waits for a request that is due after the window, and for its answer, and then no more', async () => {
  const clock = new FakeClock();
  const { signal } = new AbortController();
  const job = sampleJob({ rate: '1/10m' }, { duration: '15m' });
  using limit = attackLimit(job, { clock, signal });
  await clock.advance(20 * 60_000 + job.timeout);
  expect(limit.signal.aborted).toBe(false);
  await clock.advance(6 * 60_000);
  expect(limit.signal.reason).toMatchObject({ reason: 'attack-stuck', hint: expect.any(String) });
});
