import { recordingLogger } from '@servo/testing';
import { expect, test } from 'vitest';
import { PrometheusError } from './client/prometheus-error.js';
import { PrometheusConfig } from './prometheus-config.js';
import { scraped } from './scraped.js';

const { metrics } = PrometheusConfig.parse({ metrics: [{ name: 'm', query: 'up' }] });
const status = (code: number): PrometheusError =>
  new PrometheusError(`status ${code}`, { status: code, hint: 'Check.' });

/** What comes of a server that answers so about targets and queries. */
function asked(targets: Error | number, query?: Error) {
  const interval = typeof targets === 'number' ? targets : undefined;
  const target = { pool: '', url: '', health: 'up', labels: {}, lastScrapeDuration: 0, error: '', interval };
  const client = {
    targets: () => (targets instanceof Error ? Promise.reject(targets) : Promise.resolve([target])),
    query: () => (query ? Promise.reject(query) : Promise.resolve({ series: [], warnings: [] })),
  };
  return scraped(metrics, { client, signal: new AbortController().signal, logger: recordingLogger() });
}

test('scraped() tells how often what is measured is scraped', async () => {
  expect(await asked(5_000)).toMatchObject({ targets: [{ interval: 5_000 }], interval: 5_000 });
});

test.each([
  ['no such API', status(404), undefined],
  ['no answer', new Error('refused'), new Error('refused')],
  ['its targets kept to itself', status(403), undefined],
  ['a refusal that passes', status(401), status(503)],
])('scraped() lets a server go on with %s', async (_, targets, query) => {
  expect(await asked(targets, query)).toEqual({ targets: [], interval: 0 });
});

test.each([401, 403])('scraped() fails where all is refused, by %i', async (code) => {
  await expect(asked(status(code), status(code))).rejects.toMatchObject({
    code: 'MEASUREMENT_FAILED',
    reason: 'query-failed',
    message: `The server cannot be asked: status ${code}`,
    hint: 'Check.',
  });
});
