import { inspect } from 'node:util';
import { schemaFields } from '@servo/core/documents';
import { expect, test } from 'vitest';
import { VegetaConfig } from './vegeta-config.js';
import { loadMetricNames } from './load-metrics.js';

const minimal = { rate: '50/1s', target: 'GET https://example.com/' };

function problemsOf(input: unknown): readonly string[] {
  const { error } = VegetaConfig.safeParse(input);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

test('VegetaConfig fills in the rest', () => {
  const config = VegetaConfig.parse(minimal);
  expect(config).toMatchObject({
    command: 'vegeta',
    format: 'http',
    connections: 10_000,
    workers: 10,
    maxBody: -1,
    http2: true,
    keepalive: true,
    insecure: false,
    headers: {},
    metrics: loadMetricNames,
  });
  expect([config.timeout, config.reportingInterval, config.maxWorkers].map(String)).toEqual([
    '30s',
    '15s',
    'undefined',
  ]);
});

test('VegetaConfig has an example for servo generate, which it takes', () => {
  const shown = schemaFields(VegetaConfig, 'vegeta').filter(({ example }) => example !== undefined);
  const example = Object.fromEntries(shown.map((field) => [field.key, field.example]));
  expect(example).toEqual({ rate: '50/1s', target: 'GET https://example.com/' });
  expect(problemsOf(example)).toEqual([]);
});

test('VegetaConfig takes null for nothing where ServoX has it as a default', () => {
  const nothing = { description: null, targets: null, maxWorkers: null };
  expect(VegetaConfig.parse({ ...minimal, ...nothing })).toEqual(VegetaConfig.parse(minimal));
  expect(problemsOf({ rate: 5, target: null, targets: null })).toEqual([expect.stringContaining('target: expected')]);
});

test('VegetaConfig lets a header be blank where targets are objects', () => {
  const target = '{"method":"GET","url":"http://a/"}';
  expect(problemsOf({ ...minimal, format: 'json', target, headers: { 'X-A': ' ' } })).toEqual([]);
});

test('VegetaConfig never shows the value of a header', () => {
  const config = VegetaConfig.parse({ ...minimal, headers: { authorization: 'Bearer hunter2' } });
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('hunter2');
});

test.each<[input: object, problem: string]>([
  [{ ...minimal, rates: 60 }, 'Unrecognized key: "rates"'],
  [{ rate: 5 }, 'target: expected target or targets to be configured'],
  [{ ...minimal, targets: 'a.http' }, 'targets: expected target or targets, not both'],
  [{ ...minimal, rate: 'INVALID' }, "rate: Invalid rate 'INVALID'"],
  [{ ...minimal, ramp: ['x'] }, "ramp.0: Invalid rate 'x'"],
  [{ ...minimal, ramp: [] }, 'ramp: '],
  [{ ...minimal, rate: 0 }, 'max_workers: expected a number'],
  [{ ...minimal, ramp: [5, '0'] }, 'max_workers: expected a number, because a rate of the ramp'],
  [{ ...minimal, target: '' }, 'target: line 1: expected a target'],
  [{ ...minimal, target: 'GET http://a/\nX-Account-ID:' }, 'target: line 2: expected a value'],
  [{ ...minimal, headers: { 'X-A': '  ' } }, 'headers.X-A: expected a value for the header'],
  [{ ...minimal, rootCerts: ['a.pem', 'b,c.pem'] }, 'rootCerts.1: expected a path without a comma'],
  [{ ...minimal, format: 'json' }, 'target: line 1: expected an object in JSON'],
  [{ ...minimal, format: 'yaml' }, 'format: '],
  [{ ...minimal, connectTo: ['a:80'] }, 'connectTo.0: expected host:port:other-host:other-port'],
  [{ ...minimal, proxy: 'proxy:3128' }, 'proxy: '],
  [{ ...minimal, key: 'k.pem' }, 'cert: expected the certificate'],
  [{ ...minimal, timeout: 0 }, 'timeout: expected 1ms to 24d'],
  [{ ...minimal, metrics: ['speed'] }, 'metrics.0: '],
])('VegetaConfig refuses %j', (input, problem) => {
  expect(problemsOf(input)).toEqual([expect.stringContaining(problem)]);
});
