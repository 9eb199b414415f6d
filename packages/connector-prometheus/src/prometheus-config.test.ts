import { inspect } from 'node:util';
import { schemaFields } from '@servo/core/documents';
import { expect, test } from 'vitest';
import { PrometheusConfig } from './prometheus-config.js';

const metrics = [{ name: 'm', query: 'up' }];

test('PrometheusConfig fills in the rest', () => {
  const config = PrometheusConfig.parse({ baseUrl: 'http://prometheus.io/some/path/', metrics });
  expect(config).toMatchObject({
    baseUrl: 'http://prometheus.io/some/path',
    metrics: [{ name: 'm', unit: '', query: 'up', absent: 'ignore' }],
    headers: {},
  });
  expect(PrometheusConfig.parse({ metrics: [] }).baseUrl).toBe('https://prometheus:9090');
});

test('PrometheusConfig takes what the generator of ServoX wrote', () => {
  const fastFail = { disabled: 0, period: '1m', span: '1m', skip: '0', treatZeroAsMissing: false };
  const older = { description: null, streamingInterval: null, targets: null, fastFail };
  expect(PrometheusConfig.safeParse({ metrics, ...older }).error).toBeUndefined();
});

test('PrometheusConfig shows no secret', () => {
  const config = PrometheusConfig.parse({
    metrics,
    bearerToken: 'hunter2',
    headers: { 'X-Key': 'hunter2' },
    proxy: 'http://me:hunter2@proxy:3128',
  });
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('hunter2');
});

test.for<[input: object, problem: string]>([
  [{}, 'metrics: '],
  [{ metrics: null }, 'metrics: '],
  [{ metrics: [{ name: 'm' }] }, 'metrics.0: expected one of "query", "rate"'],
  [{ metrics: [{ ...metrics[0], rate: 'up' }] }, 'metrics.0: expected one of "query", "rate"'],
  [{ metrics: [{ name: 'm', rate: { of: 'a b' } }] }, 'metrics.0.rate'],
  [{ metrics: [{ name: 'm', quantile: { of: 'a', q: 99 } }] }, 'metrics.0.quantile.q: expected a number from 0 to 1'],
  [
    { metrics: [{ name: 'm', quantile: { of: 'a', q: 0.5, by: ['a-b'] } }] },
    'metrics.0.quantile.by.0: expected the name of a label',
  ],
  [
    { metrics: [{ name: 'm', quantile: { of: 'a_bucket', q: 0.5 } }] },
    'metrics.0.quantile.of: expected the name of the histogram',
  ],
  [{ metrics: [{ name: 'm', quantile: { of: 'a', q: 0.5, by: ['le'] } }] }, 'metrics.0.quantile.by: expected none of'],
  [
    { metrics: [{ name: 'm', quantile: { of: 'a', q: 0.5, where: { le: '1' } } }] },
    'metrics.0.quantile.where: expected none of',
  ],
  [
    { metrics: [{ name: 'm', quantile: { of: 'a', q: 0.5, by: ['b', 'b'] } }] },
    'metrics.0.quantile.by: expected each label once',
  ],
  [
    { metrics: [{ name: 'm', quantile: { of: 'a', q: 0.5, where: { __name__: 'b' } } }] },
    'metrics.0.quantile.where.__name__: expected the name of a label',
  ],
  [{ metrics: [{ name: 'm', errorRatio: { of: 'a' } }] }, 'metrics.0.errorRatio.errors: '],
  [{ metrics: [{ name: 'm', errorRatio: { of: 'a', errors: {} } }] }, 'metrics.0.errorRatio.errors'],
  [{ metrics: [...metrics, ...metrics] }, 'metrics.1.name: another metric is called "m" as well'],
  [{ metrics, baseUrl: 'ftp://a' }, 'baseUrl: expected a URL that begins with http:// or https://'],
  [{ metrics, baseUrl: '127.0.0.1:7890' }, 'baseUrl: expected a URL that begins with http:// or https://'],
  [{ metrics, proxy: 'a b' }, 'proxy: expected a URL that begins with http:// or https://'],
  [{ metrics, baseUrl: 'http://:p@a' }, 'baseUrl: expected a URL without user and password'],
  [{ metrics, baseUrl: 'http://a?b=c' }, 'baseUrl: expected a URL that ends where /api/v1 begins'],
  [{ metrics, proxy: 'socks5://a' }, 'proxy: expected a URL that begins with http:// or https://'],
  [{ metrics, proxy: 'a:3128' }, 'proxy: expected a URL that begins with http:// or https://'],
  [{ metrics, streaming: '1s' }, 'Unrecognized key: "streaming"'],
  [{ metrics, baseUrl: 'http://u:p@a' }, 'baseUrl: expected a URL without user and password'],
  [{ metrics: [{ ...metrics[0], step: 0 }] }, 'metrics.0.step: expected at least 1ms'],
  [{ metrics: [{ ...metrics[0], absent: 'nil' }] }, 'metrics.0.absent: '],
  [{ metrics, bearerToken: 'x', basicAuth: { username: 'u', password: 'p' } }, 'basic_auth: expected either'],
  [{ metrics, tls: { cert: 'a' } }, 'tls: expected "cert" and "key" together'],
])('PrometheusConfig refuses %j', ([input, problem]) => {
  const { error } = PrometheusConfig.safeParse(input);
  const problems = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  expect(problems).toContainEqual(expect.stringContaining(problem));
});

test('PrometheusConfig has an example for servo generate, which it takes', () => {
  const shown = schemaFields(PrometheusConfig, 'prometheus').filter(({ example }) => example !== undefined);
  const example = Object.fromEntries(shown.map((field) => [field.key, field.example]));
  expect(example).toMatchObject({ metrics: [{ name: 'throughput' }, { name: 'error_rate' }] });
  expect(PrometheusConfig.parse({ metrics: [{ name: 'throughput', rate: 'http_requests_total' }] })).toMatchObject({
    baseUrl: 'https://prometheus:9090',
  });
});
