import { expect, test } from 'vitest';
import { scrapeTargets } from './scrape-target.js';

test('scrapeTargets() reads a target, and its times as milliseconds', () => {
  const target = {
    discoveredLabels: { __address__: '192.168.95.123:9901' },
    labels: { instance: '192.168.95.123:9901', job: 'opsani-envoy-sidecars' },
    scrapePool: 'opsani-envoy-sidecars',
    scrapeUrl: 'http://192.168.95.123:9901/stats/prometheus',
    globalUrl: 'http://192.168.95.123:9901/stats/prometheus',
    lastError: '',
    lastScrape: '2020-09-09T10:04:02.662498189Z',
    lastScrapeDuration: 0.013974,
    health: 'up',
    scrapeInterval: '1m30s',
  };
  expect(scrapeTargets({ data: { activeTargets: [target], droppedTargets: [{ discoveredLabels: {} }] } })).toEqual([
    {
      pool: 'opsani-envoy-sidecars',
      url: 'http://192.168.95.123:9901/stats/prometheus',
      health: 'up',
      labels: { instance: '192.168.95.123:9901', job: 'opsani-envoy-sidecars' },
      lastScrape: Date.UTC(2020, 8, 9, 10, 4, 2, 662),
      lastScrapeDuration: expect.closeTo(13.974),
      interval: 90_000,
      error: '',
    },
  ]);
});

test.each([
  [{ data: { activeTargets: null, droppedTargets: null } }],
  [{ data: { activeTargets: [], droppedTargets: null } }],
  [{ data: { droppedTargets: [{ discoveredLabels: {} }] } }],
  [{ data: null }],
  [{}],
])('scrapeTargets() finds none in %j', (body) => {
  expect(scrapeTargets(body)).toEqual([]);
});

test('scrapeTargets() does without what older servers leave out, and what was not scraped yet', () => {
  const waiting = { health: 'unknown', lastScrape: '0001-01-01T00:00:00Z', scrapeInterval: 'often' };
  expect(scrapeTargets({ data: { activeTargets: [waiting, {}] } })).toEqual(
    [0, 1].map(() => ({
      pool: '',
      url: '',
      health: 'unknown',
      labels: {},
      lastScrapeDuration: 0,
      interval: undefined,
      error: '',
    })),
  );
});
