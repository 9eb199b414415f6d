import { expect, test } from 'vitest';
import { z } from 'zod';
import { duration } from '../../config/duration-schema.js';
import { misspeltVariables } from './misspelt-variables.js';

const load = z.strictObject({
  rate: z.number(),
  url: z.url(),
  tls: z.strictObject({ verifyHost: z.boolean(), timeout: duration() }),
});
const sections = [
  { key: 'autocannon', schema: load },
  { key: 'load-eu', schema: load },
];

function told(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(misspeltVariables(env, sections).map(({ variable, nearest }) => [variable, nearest]));
}

test.each([
  ['SERVO_AUTOCANNON_RAET', 'SERVO_AUTOCANNON_RATE'],
  ['SERVO_AUTOCANON_RATE', 'SERVO_AUTOCANNON_RATE'],
  ['SERVO_AUTOCANNON_TLS_VERIFY_HSOT', 'SERVO_AUTOCANNON_TLS_VERIFY_HOST'],
  ['SERVO_LOAD_EU_RATES', 'SERVO_LOAD_EU_RATE'],
  ['SERVO_OPTIMISER_MINIMIZE', 'SERVO_OPTIMIZER_MINIMIZE'],
  ['SERVO_OPTIMIZER_TOKNE', 'SERVO_OPTIMIZER_TOKEN'],
  ['SERVO_STATE_DRI', 'SERVO_STATE_DIR'],
  ['SERVO_LOG_FIEL', 'SERVO_LOG_FILE'],
  ['SERVO_LISTN', 'SERVO_LISTEN'],
])('misspeltVariables() says of %s that %s is meant', (variable, nearest) => {
  expect(told({ [variable]: 'x' })).toEqual({ [variable]: nearest });
});

test.each([
  ['are read', ['SERVO_AUTOCANNON_RATE', 'SERVO_AUTOCANNON', 'SERVO_OPTIMIZER_TOKEN_FILE', 'SERVO_UID', 'SERVO_NAME']],
  [
    'are read elsewhere',
    ['SERVO_STATE_DIR', 'SERVO_CONFIG_FILE', 'SERVO_LOG_LEVEL', 'SERVO_CONNECTORS', 'SERVO_CHILD'],
  ],
  ['are like no other', ['SERVO_AUTOCANNON_COLOR', 'SERVO_SHOP_IMAGE', 'SERVOS_UP', 'PATH']],
])('misspeltVariables() passes over variables that %s', (_, names) => {
  expect(told(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual({});
});

test('misspeltVariables() passes over empty variables, and those of Kubernetes', () => {
  expect(told({ SERVO_AUTOCANNON_RAET: '' })).toEqual({});
  const service = { SERVO_AUTOCANNON_PORT: 'tcp://10.0.0.1:80', SERVO_AUTOCANNON_SERVICE_HOST: '10.0.0.1' };
  expect(told({ ...service, SERVO_AUTOCANNON_PORT_80_TCP_PROTO: 'tcp' })).toEqual({});
});
