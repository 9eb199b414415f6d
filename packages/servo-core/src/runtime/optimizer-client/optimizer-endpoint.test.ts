import { describe, expect, test } from 'vitest';
import { Secret } from '../../config/secret.js';
import type { AppdynamicsOptimizerConfig, OpsaniOptimizerConfig } from '../../optimizer/optimizer-config.js';
import { optimizerEndpoint, servoUrl } from './optimizer-endpoint.js';

const opsani = (parts: Partial<OpsaniOptimizerConfig> = {}): OpsaniOptimizerConfig => ({
  kind: 'opsani',
  id: 'example.com/my-app',
  token: new Secret('x'),
  baseUrl: 'https://api.opsani.com',
  ...parts,
});
const appdynamics = (parts: Partial<AppdynamicsOptimizerConfig> = {}): AppdynamicsOptimizerConfig => ({
  kind: 'appdynamics',
  optimizerId: 'OID',
  tenantId: 'acme',
  baseUrl: 'https://tenant.host/',
  ...parts,
});

describe('optimizerEndpoint()', () => {
  test.each([
    [opsani(), 'https://api.opsani.com/accounts/example.com/applications/my-app/'],
    [
      opsani({ id: 'dev.opsani.com/awesome-app', baseUrl: 'https://foo.opsani.com/' }),
      'https://foo.opsani.com/accounts/dev.opsani.com/applications/awesome-app/',
    ],
    [opsani({ url: 'http://localhost:1234' }), 'http://localhost:1234'],
    [appdynamics(), 'https://tenant.host/rest/optimize/co/v1/optimizers/OID/'],
  ])('of %o is %s', (config, url) => {
    expect(optimizerEndpoint(config).url).toBe(url);
  });

  test('names the optimizer for people', () => {
    expect(optimizerEndpoint(opsani()).id).toBe('example.com/my-app');
    expect(optimizerEndpoint(appdynamics()).id).toBe('acme - OID');
  });
});

test.each([
  ['http://localhost:1234', 'http://localhost:1234/servo'],
  ['http://localhost:1234/', 'http://localhost:1234/servo'],
])('servoUrl() of %s is %s', (url, expected) => {
  expect(servoUrl({ id: 'x', url })).toBe(expected);
});
