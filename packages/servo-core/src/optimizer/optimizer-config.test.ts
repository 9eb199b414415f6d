import { expect, test } from 'vitest';
import type { z } from 'zod';
import { appdynamicsOptimizerConfig, embeddedOptimizerConfig, opsaniOptimizerConfig } from './optimizer-config.js';

/** What is wrong, as `path: message`. */
function problemsOf(schema: z.ZodType, value: unknown): readonly string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('embeddedOptimizerConfig is careful unless told otherwise', () => {
  expect(embeddedOptimizerConfig.parse({ minimize: 'price' })).toEqual({
    kind: 'embedded',
    minimize: 'price',
    prices: {},
    currency: '$',
    constraints: [],
    budget: { trials: 20, unsafe: 5, price: 1.5 },
    promote: 'never',
    whenDone: 'sleep',
    measure: {},
    seed: 1,
  });
});

test('embeddedOptimizerConfig reads a whole configuration', () => {
  const config = embeddedOptimizerConfig.parse({
    kind: 'embedded',
    maximize: 'throughput',
    prices: { cpu: '23 per core', memory: '3.1 per GiB', 'web.workers': 4, inst_type: { 'm7g.large': 60 } },
    currency: '€',
    constraints: ['p99 < 80ms', 'throughput >= 95% of baseline'],
    budget: { trials: 14, unsafe: 1, price: '2x' },
    promote: 'auto',
    whenDone: 'exit',
    measure: { duration: '3m', warmup: 30 },
    seed: 7,
  });
  expect(config.budget).toEqual({ trials: 14, unsafe: 1, price: 2 });
  expect(config.constraints.map(({ metric, limit }) => [metric, limit])).toEqual([
    ['p99', 80],
    ['throughput', 0.95],
  ]);
  expect([config.measure.duration, config.measure.warmup].map(String)).toEqual(['3m', '30s']);
});

test.each([{}, { minimize: 'price', maximize: 'throughput' }])(
  'embeddedOptimizerConfig wants either minimize or maximize, not %j',
  (config) => {
    expect(problemsOf(embeddedOptimizerConfig, config)).toEqual([': expected either "minimize" or "maximize"']);
  },
);

test.each([
  [{ constraints: ['p99 = 80ms'] }, /^constraints\.0: Expected a condition as .* got "p99 = 80ms"\. For example/],
  [{ budget: { price: '1.5' } }, /^budget\.price: expected a multiple of the present price/],
  [{ budget: { price: 1.5 } }, /^budget\.price: /],
  [{ budget: { trials: 0 } }, /^budget\.trials: /],
  [{ budget: { unsafe: 0 } }, /^budget\.unsafe: /],
  [{ prices: { cpu: '23 for a core' } }, /^prices\.cpu: /],
  [{ prices: { cpu: -1 } }, /^prices\.cpu: /],
  [{ promote: 'maybe' }, /^promote: /],
  [{ minimise: 'price' }, /^: .*minimise/],
])('embeddedOptimizerConfig refuses %j', (config, problem) => {
  expect(problemsOf(embeddedOptimizerConfig, { minimize: 'price', ...config })).toEqual([
    expect.stringMatching(problem),
  ]);
});

const opsani = { id: 'example.com/my-app', token: 'secret-token' };

test('opsaniOptimizerConfig knows where the optimizer is unless told, and hides the token', () => {
  const config = opsaniOptimizerConfig.parse(opsani);
  expect(config).toMatchObject({ kind: 'opsani', id: 'example.com/my-app', baseUrl: 'https://api.opsani.com' });
  expect(config.token.reveal()).toBe('secret-token');
  expect(JSON.stringify(config)).not.toContain('secret-token');
});

test.each(['inval/id/my-app', 'example.com/$$$x$$$', 'ab.c/app', '-example.com/app', 'example.com/', 'example.com'])(
  'opsaniOptimizerConfig refuses the id %s, and that only',
  (id) => {
    expect(problemsOf(opsaniOptimizerConfig, { ...opsani, id })).toEqual([
      expect.stringMatching(/^id: expected <organization>\/<application>/),
    ]);
  },
);

test.each(['a', '1234', 'APP-NAME', 'this.that.the.other'])(
  'opsaniOptimizerConfig takes the application %s',
  (name) => {
    expect(opsaniOptimizerConfig.parse({ ...opsani, id: `example.com/${name}` }).id).toBe(`example.com/${name}`);
  },
);

test.each([
  [{ token: null }, /^token: /],
  [{ token: '' }, /^token: /],
  [{ baseUrl: 'INVALID' }, /^baseUrl: /],
  [{ baseUrl: 'ftp://example.com' }, /^baseUrl: /],
  [{ url: 'localhost' }, /^url: /],
  [{ tenantId: 'x' }, /^: .*tenantId/],
])('opsaniOptimizerConfig refuses %j', (config, problem) => {
  expect(problemsOf(opsaniOptimizerConfig, { ...opsani, ...config })).toEqual([expect.stringMatching(problem)]);
});

const credentials = { baseUrl: 'https://tenant.host', clientId: 'id', clientSecret: 'hush', tenantId: 'tenant' };

test('appdynamicsOptimizerConfig takes a connection file or a client’s credentials', () => {
  expect(appdynamicsOptimizerConfig.parse({ optimizerId: 'o1', connectionFile: 'connection.yaml' })).toMatchObject({
    kind: 'appdynamics',
    optimizerId: 'o1',
  });
  expect(appdynamicsOptimizerConfig.parse({ optimizerId: 'o1', ...credentials }).clientSecret?.reveal()).toBe('hush');
});

test.each(['baseUrl', 'clientId', 'clientSecret', 'tenantId'])(
  'appdynamicsOptimizerConfig wants all credentials; without %s they are of no use',
  (key) => {
    const partial = Object.fromEntries(Object.entries(credentials).filter(([name]) => name !== key));
    expect(problemsOf(appdynamicsOptimizerConfig, { optimizerId: 'o1', ...partial })).toEqual([
      expect.stringContaining('expected "connection_file", or all of'),
    ]);
  },
);

test('appdynamicsOptimizerConfig does not take empty text for a credential', () => {
  expect(problemsOf(appdynamicsOptimizerConfig, { optimizerId: 'o1', ...credentials, clientId: '' })).toHaveLength(1);
  expect(problemsOf(appdynamicsOptimizerConfig, { optimizerId: 'o1', connectionFile: '' })).toHaveLength(1);
});

test('appdynamicsOptimizerConfig needs the id of the optimizer', () => {
  expect(problemsOf(appdynamicsOptimizerConfig, { connectionFile: 'c.yaml' })).toEqual([
    expect.stringMatching(/^optimizerId: /),
  ]);
});
