import { expect, test } from 'vitest';
import { load, realContext } from '../built-connector.js';
import { startService } from '../../../../tools/local-service.js';

const keep = { metric: 'latency_99th', threshold: 50, trigger_count: 3, trigger_window: 3 };
const asked = { duration: '60s', warmup: '300ms', userdata: { slo: { conditions: [keep] } } };
const fastFail = { period: '1200ms' };

test.each([
  ['answers too late', 100],
  ['hangs', 60_000],
])('measure() cuts a load short when the service %s, and says why', async (_, delay) => {
  await using service = await startService((__, response) => setTimeout(() => response.end(), delay).unref());
  const start = performance.now();
  const measuring = load({ url: service.url, metrics: ['latency_99th'], fastFail }, realContext(), asked);
  await expect(measuring).rejects.toMatchObject({
    code: 'EVENT_ABORTED',
    reason: 'slo-violation',
    message: expect.stringContaining('latency_99th below 50'),
  });
  expect(performance.now() - start).toBeLessThan(20_000);
});

test('measure() measures to the end while the conditions hold', async () => {
  await using service = await startService((_, response) => response.end());
  const short = { ...asked, duration: '2500ms' };
  const conditions = { slo: { conditions: [{ ...keep, threshold: 5_000 }] } };
  const { readings } = await load({ url: service.url, fastFail }, realContext(), {
    ...short,
    userdata: conditions,
  });
  expect(readings).toHaveLength(10);
});
