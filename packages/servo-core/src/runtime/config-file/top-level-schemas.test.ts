import { expect, test } from 'vitest';
import { checkSettings, servoSettings } from './top-level-schemas.js';

const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('servoSettings keeps the default backoff of contexts that are not given', () => {
  expect(text(servoSettings.parse({}).backoff)).toEqual({
    __default__: { maxTime: '10m' },
    connect: { maxTime: '1h' },
  });
  expect(text(servoSettings.parse({ backoff: { connect: { maxTries: 3 } } }).backoff)).toEqual({
    __default__: { maxTime: '10m' },
    connect: { maxTries: 3 },
  });
});

test.for([60, 5, '30s'])('servoSettings takes one timeout of %j for all', (given) => {
  const { connect, read, write, pool } = servoSettings.parse({ timeouts: given }).timeouts ?? {};
  const seconds = given === '30s' ? 30 : Number(given);
  expect([connect, read, write, pool].map((each) => each?.milliseconds)).toEqual(Array(4).fill(seconds * 1000));
});

test('servoSettings takes single timeouts, and none', () => {
  expect(text(servoSettings.parse({ timeouts: { connect: '1s', read: null } }).timeouts)).toEqual({
    connect: '1s',
    read: null,
  });
  expect(servoSettings.parse({ timeouts: null }).timeouts).toBeNull();
});

test.for([[], 'not valid', { connect: {} }, { other: 1 }])('servoSettings refuses timeouts of %j', (timeouts) => {
  expect(servoSettings.safeParse({ timeouts }).success).toBe(false);
});

test.for([
  'http://proxy:3128',
  { 'http://': 'http://proxy', 'https://': 'http://proxy' },
  { 'all://': 'http://proxy', 'all://*.cluster.local': null, 'https://web:8443': 'https://proxy' },
  [],
  {},
  null,
])('servoSettings takes proxies of %j', (proxies) => {
  expect(servoSettings.safeParse({ proxies }).error).toBeUndefined();
});

test.for([0.5, 'not valid', 1234, { web: 'http://proxy' }, { 'http://': 'proxy' }])(
  'servoSettings refuses proxies of %j',
  (proxies) => {
    expect(servoSettings.safeParse({ proxies }).success).toBe(false);
  },
);

test('checkSettings has the defaults that operators know', () => {
  expect(text(checkSettings.parse({}))).toEqual({
    quiet: false,
    verbose: false,
    progressive: true,
    wait: '30m',
    delay: 'expo',
    haltOn: 'critical',
    remedy: false, // ServoX had true; a remedy changes the surroundings, which an operator asks for

    checkHalting: false,
  });
});

test('checkSettings takes a duration or expo between runs', () => {
  expect(text(checkSettings.parse({ delay: '10s', wait: '5m', haltOn: 'common' }))).toMatchObject({ delay: '10s' });
  expect(checkSettings.safeParse({ delay: 'often' }).success).toBe(false);
});
