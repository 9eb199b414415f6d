import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { AutocannonConfig } from './autocannon-config.js';
import { loadMetricNames } from './load-metrics.js';

const minimal = { url: 'http://127.0.0.1:8123/report', rate: 60 };

function problemsOf(input: unknown): readonly string[] {
  const { error } = AutocannonConfig.safeParse(input);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

test('AutocannonConfig fills in the rest', () => {
  const config = AutocannonConfig.parse(minimal);
  expect(config).toMatchObject({ connections: 10, headers: {}, metrics: loadMetricNames, insecure: false });
  expect([config.timeout, config.interval, config.duration, config.warmup].map(String)).toEqual([
    '10s',
    '1s',
    'undefined',
    'undefined',
  ]);
});

test('AutocannonConfig never shows the value of a header', () => {
  const config = AutocannonConfig.parse({
    ...minimal,
    headers: { authorization: 'Bearer hunter2' },
    requests: [{ headers: { cookie: 'id=hunter2' } }],
  });
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('hunter2');
});

test.each([
  [{ ...minimal, rates: 60 }, 'Unrecognized key: "rates"'],
  [{ rate: 60 }, 'url: expected the URL to load, here or in each request'],
  [{ ...minimal, url: 'ftp://host/' }, 'url: expected a URL that begins with http:// or https://'],
  [{ ...minimal, url: 'localhost:80' }, 'url: expected a URL that begins with http:// or https://'],
  [
    { ...minimal, url: '127.0.0.1:80', requests: [{ url: 'http://a/' }] },
    'url: expected a URL that begins with http:// or https://',
  ],
  [{ ...minimal, requests: [{ url: '127.0.0.1:80' }] }, 'requests.0.url: expected a URL that begins with http'],
  [{ ...minimal, rate: 0 }, 'rate: '],
  [{ ...minimal, connections: 1.5 }, 'connections: '],
  [{ ...minimal, timeout: 0 }, 'timeout: expected 1ms to 24d'],
  [{ ...minimal, metrics: ['latency'] }, 'metrics.0: '],
  [{ ...minimal, metrics: [] }, 'metrics: '],
  [{ ...minimal, headers: { 'bad name': 'x' } }, 'headers.bad name: '],
  [{ ...minimal, requests: [] }, 'requests: '],
  [{ ...minimal, requests: [{ method: 'HEAD' }] }, 'requests.0.method: '],
  [{ ...minimal, requests: [{ path: 'x' }] }, 'requests.0.path: '],
  [
    { ...minimal, requests: [{ body: 'a', bodyFile: 'b' }] },
    'requests.0.body_file: expected a body or a file, not both',
  ],
  [{ ...minimal, requests: [{ url: 'http://other/' }] }, 'requests.0.url: expected the same scheme, host and port'],
  [{ rate: 60, requests: [{ url: 'http://a/' }, {}] }, 'requests.1.url: expected a URL'],
  [{ rate: 60, requests: [{ url: 'http://a/', path: '/b' }] }, 'requests.0.path: expected a URL or a path, not both'],
])('AutocannonConfig refuses %j', (input, problem) => {
  expect(problemsOf(input)).toContainEqual(expect.stringContaining(problem));
});

test('AutocannonConfig needs no url when every request has one', () => {
  expect(problemsOf({ rate: 1, requests: [{ url: 'http://a/x' }, { url: 'http://a/y', method: 'POST' }] })).toEqual([]);
});
