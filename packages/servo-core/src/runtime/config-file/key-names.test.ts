import { expect, test } from 'vitest';
import { environmentName, snakeCase } from './key-names.js';

test('snakeCase() writes an author’s name as users do', () => {
  expect(['baseUrl', 'p99', 'caFile', 'name'].map(snakeCase)).toEqual(['base_url', 'p99', 'ca_file', 'name']);
});

test('environmentName() is SERVO_ and the path in capitals', () => {
  expect(environmentName('prom-eu', 'tls', 'caFile')).toBe('SERVO_PROM_EU_TLS_CA_FILE');
  expect(environmentName('name')).toBe('SERVO_NAME');
});
