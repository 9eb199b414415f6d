import { expect, test } from 'vitest';
import { isServiceVariable } from './service-variable.js';

const injected = {
  SERVO_WEB_SERVICE_HOST: '10.0.0.1',
  SERVO_WEB_SERVICE_PORT: '80',
  SERVO_WEB_SERVICE_PORT_HTTP: '80',
  SERVO_WEB_PORT: 'tcp://10.0.0.1:80',
  SERVO_WEB_PORT_80_TCP: 'tcp://10.0.0.1:80',
  SERVO_WEB_PORT_80_TCP_PROTO: 'tcp',
  SERVO_WEB_PORT_80_TCP_PORT: '80',
  SERVO_WEB_PORT_80_TCP_ADDR: '10.0.0.1',
};

test.for(Object.keys(injected))('isServiceVariable() knows %s', (name) => {
  expect(isServiceVariable(name, injected)).toBe(true);
});

test('isServiceVariable() leaves what a user sets', () => {
  expect(isServiceVariable('SERVO_WEB_URL', injected)).toBe(false);
  expect(isServiceVariable('SERVO_DB_PORT', injected)).toBe(false);
  expect(isServiceVariable('SERVO_WEB_PORT', { ...injected, SERVO_WEB_PORT: '8080' })).toBe(false);
});
