import { expect, test } from 'vitest';
import { environmentName, snakeCase } from './key-names.js';

test('snakeCase() writes an author’s name as users do', () => {
  const names = ['baseUrl', 'baseURL', 'URLPath', 'x509CAFile', 'p99', 'p99Limit', 'caFile', 'name', 'snake_case'];
  const written = [
    'base_url',
    'base_url',
    'url_path',
    'x509_ca_file',
    'p99',
    'p99_limit',
    'ca_file',
    'name',
    'snake_case',
  ];
  expect(names.map(snakeCase)).toEqual(written);
});

test('environmentName() is SERVO_ and the path in capitals', () => {
  expect(environmentName('prom-eu', 'tls', 'caFile')).toBe('SERVO_PROM_EU_TLS_CA_FILE');
  expect(environmentName('name')).toBe('SERVO_NAME');
});
