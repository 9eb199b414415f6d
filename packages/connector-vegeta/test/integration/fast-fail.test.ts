import { expect } from 'vitest';
import { measure, realContext } from '../measure.js';
import { test } from '../real-vegeta.js';
import { startService } from '../../../../tools/local-service.js';

const keep = { metric: 'latency_99th', threshold: 50, trigger_count: 2, trigger_window: 2 };
const asked = { duration: '60s', warmup: '300ms', userdata: { slo: { conditions: [keep] } } };
const fastFail = { period: '1200ms' };

test('measure() cuts a load short when the service answers too late, and says why', async () => {
  await using service = await startService((_, response) => setTimeout(() => response.end(), 100).unref());
  const start = performance.now();
  const measuring = measure({ target: `GET ${service.url}`, metrics: ['latency_99th'], fastFail }, asked);
  await expect(measuring).rejects.toMatchObject({
    code: 'EVENT_ABORTED',
    reason: 'slo-violation',
    message: expect.stringContaining('latency_99th below 50'),
  });
  expect(performance.now() - start).toBeLessThan(20_000);
});

test('measure() measures to the end while the conditions hold', async () => {
  await using service = await startService((_, response) => response.end());
  const userdata = { slo: { conditions: [{ ...keep, threshold: 5_000 }] } };
  const config = { target: `GET ${service.url}`, fastFail };
  const { readings } = await measure(config, { ...asked, duration: '2500ms', userdata }, realContext());
  expect(readings).toHaveLength(14);
});
