import { systemClock } from '@servo/core';
import { connectorHost } from '@servo/testing';
import { expect, onTestFinished, test } from 'vitest';
import { PrometheusConfig, PrometheusConnector } from '../../src/index.js';
import { type Asked, fakePrometheus, line, type Said } from '../support/fake-prometheus.js';

const vector: Said = {
  data: {
    resultType: 'vector',
    result: [
      { metric: { job: 'shop', __name__: 'up' }, value: [1, '1'] },
      { metric: {}, value: [1, '+Inf'] },
    ],
  },
};
const scraped = new Date(Date.now() - 5_000).toISOString();
const activeTargets = [
  {
    scrapePool: 'opsani-envoy-sidecars',
    scrapeUrl: 'http://192.168.95.123:9901/stats/prometheus',
    health: 'up',
    labels: { job: 'sidecars', instance: 'a' },
    lastScrape: scraped,
    lastScrapeDuration: 0.013974,
    scrapeInterval: '15s',
  },
  { scrapePool: 'b', scrapeUrl: 'http://b/metrics', health: 'down', lastError: 'refused' },
];
const answers: Readonly<Record<string, Said>> = {
  query: { ...vector, warnings: ['a store is away'] },
  targets: { data: { activeTargets } },
  'label/__name__/values': { data: ['up', 'http_requests_total', 'heat'] },
  metadata: { data: { http_requests: [{ type: 'counter', unit: 'requests', help: 'How many came.' }] } },
};

/** Runs a command with a server that answers so. */
async function run(name: string, input: Readonly<Record<string, string>>, odd: Readonly<Record<string, Said>> = {}) {
  const server = await fakePrometheus((asked: Asked) => {
    if (asked.path === 'query_range') return line(asked, 3);
    return odd[asked.path] ?? answers[asked.path] ?? { status: 404 };
  });
  const config = PrometheusConfig.parse({ baseUrl: server.url, metrics: [{ name: 'load', rate: 'a' }] });
  const connector = new PrometheusConnector(connectorHost({ config, clock: systemClock }));
  onTestFinished(() => connector[Symbol.asyncDispose]());
  const { signal } = new AbortController();
  const given = { signal, clock: systemClock, columns: 120, progress() {}, live() {} };
  const shown = await PrometheusConnector.commands[name]?.run(connector, input, given);
  return { lines: shown?.lines ?? [], facts: shown?.facts, asked: server.asked };
}

test('servo prometheus query shows what there is now, and what the server says beside', async () => {
  const { lines, asked, facts } = await run('query', { expression: 'up' });
  expect(lines).toEqual([
    'a store is away',
    'VALUE     SERIES',
    '1         {__name__="up", job="shop"}',
    'Infinity  -',
  ]);
  expect(asked.map(({ params }) => params.get('query'))).toEqual(['up']);
  expect(facts).toMatchObject({ query: 'up', warnings: ['a store is away'] });
});

test('servo prometheus query asks a metric of servo.yaml by its name', async () => {
  const { asked } = await run('query', { expression: 'load' });
  expect(asked.map(({ params }) => params.get('query'))).toContain('sum(rate(a[60s]))');
});

test('servo prometheus query says where there is nothing', async () => {
  const { lines } = await run('query', { expression: 'up' }, { query: { data: { resultType: 'vector', result: [] } } });
  expect(lines).toEqual(['Nothing.']);
});

test('servo prometheus query shows a time as a line', async () => {
  const { lines, asked } = await run('query', { expression: 'up', range: '1h' });
  expect(lines).toEqual([
    'MIN  MEAN  MAX  LINE                                      SERIES',
    `3    3     3    ${'▁'.repeat(40)}  -`,
  ]);
  const [start, end, step] = ['start', 'end', 'step'].map((key) => Number(asked[0]?.params.get(key)));
  expect([(end ?? 0) - (start ?? 0), step]).toEqual([expect.closeTo(3_600), 18]);
});

test.each(['soon', '0', '-1h'])('servo prometheus query refuses the range %s', async (range) => {
  await expect(run('query', { expression: 'up', range })).rejects.toMatchObject({ code: 'USAGE_INVALID' });
});

test('servo prometheus targets shows what is scraped', async () => {
  const { lines } = await run('targets', {});
  expect(lines[0]).toMatch(/^POOL +HEALTH +URL +LABELS +LAST SCRAPED +EVERY +ERROR$/);
  expect(lines[1]).toMatch(
    /^opsani-envoy-sidecars +up +http:\/\/192\.168\.95\.123:9901\/stats\/prometheus +instance=a job=sidecars +\ds ago, in 14ms +15s +-$/,
  );
  expect(lines[2]).toMatch(/^b +down +http:\/\/b\/metrics +- +- +refused$/);
});

test.each<[part: string, lines: readonly string[]]>([
  [
    '',
    [
      'METRIC               TYPE     UNIT      MEANING',
      'heat                 unknown  -         -',
      'http_requests_total  counter  requests  How many came.',
      'up                   unknown  -         -',
    ],
  ],
  [
    'CAME',
    ['METRIC               TYPE     UNIT      MEANING', 'http_requests_total  counter  requests  How many came.'],
  ],
  ['nothing', ['None.']],
])('servo prometheus metrics shows those that have in them: %j', async (part, lines) => {
  expect((await run('metrics', { part })).lines).toEqual(lines);
});

test('servo prometheus metrics does without descriptions', async () => {
  const { lines } = await run('metrics', { part: 'up' }, { metadata: { status: 404 } });
  expect(lines).toEqual(['METRIC  TYPE     UNIT  MEANING', 'up      unknown  -     -']);
});
