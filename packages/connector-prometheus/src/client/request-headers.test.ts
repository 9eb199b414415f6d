import { expect, test } from 'vitest';
import { PrometheusConfig } from '../prometheus-config.js';
import { requestHeaders } from './request-headers.js';

const headers = (config: object, hasBody = false) =>
  requestHeaders(PrometheusConfig.parse({ metrics: [], ...config }), hasBody);

test('requestHeaders() tells who asks, and what is sent', () => {
  expect(headers({})).toEqual({ accept: 'application/json' });
  expect(headers({ bearerToken: 'abc', tenant: 'shop' }, true)).toEqual({
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    authorization: 'Bearer abc',
    'x-scope-orgid': 'shop',
  });
  expect(headers({ basicAuth: { username: 'me', password: 'ü\n' } })).toMatchObject({
    authorization: 'Basic bWU6w7wK',
  });
});

test('requestHeaders() lets headers that are given have their way', () => {
  expect(headers({ tenant: 'a', headers: { 'X-Scope-OrgID': 'b', Accept: 'x\ty ü' } })).toEqual({
    accept: 'x\ty ü',
    'x-scope-orgid': 'b',
  });
});

test.each([
  [{ bearerToken: 'hunter2\nhunter2' }, 'bearer_token'],
  [{ headers: { 'X-A': 'a', 'X-B': 'hunter2\r' } }, 'headers.X-B'],
  [{ headers: { 'X-A': 'hunter2☃' } }, 'headers.X-A'],
  [{ tenant: 'hunter2\0' }, 'tenant'],
])('requestHeaders() names the key of what cannot be sent, and not its value: %j', (config, key) => {
  expect(() => headers(config)).toThrow(
    expect.objectContaining({
      code: 'PROMETHEUS_FAILED',
      retryable: false,
      message: `${key} has a character that cannot stand in a header`,
    }),
  );
});
