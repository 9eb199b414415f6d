import { expect, test } from 'vitest';
import { ConfigurationError } from './configuration-error.js';
import { ServoError } from './servo-error.js';

test('ConfigurationError tells place, key, expected, found and what to do', () => {
  const { message } = new ConfigurationError([
    {
      message: 'not a number',
      file: 'servo.yaml',
      line: 4,
      column: 3,
      path: 'process.settings.workers.min',
      expected: 'a number',
      found: '"many"',
      hint: 'write 1',
    },
  ]);
  expect(message).toBe(
    'servo.yaml:4:3: process.settings.workers.min: not a number (expected a number, found "many"); write 1',
  );
});

test('ConfigurationError leaves out what is not known', () => {
  expect(new ConfigurationError([{ message: 'no optimizer' }]).message).toBe('no optimizer');
  expect(new ConfigurationError([{ message: 'no optimizer', file: 'servo.yaml' }]).message).toBe(
    'servo.yaml: no optimizer',
  );
});

test('ConfigurationError carries every problem, one a line', () => {
  const problems = [{ message: 'unknown key "a"' }, { message: 'unknown key "b"' }];
  const error = new ConfigurationError(problems);
  expect(error).toBeInstanceOf(ServoError);
  expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID', problems, message: 'unknown key "a"\nunknown key "b"' });
});

test('ConfigurationError takes a code of its own', () => {
  expect(new ConfigurationError([{ message: 'gone' }], { code: 'CONFIGURATION_NOT_FOUND' }).code).toBe(
    'CONFIGURATION_NOT_FOUND',
  );
});
