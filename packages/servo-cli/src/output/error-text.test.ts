import { ConfigurationError, ServoError } from '@servo/core';
import { expect, test } from 'vitest';
import { errorText } from './error-text.js';
import { paint } from './paint.js';

const text = (thrown: unknown): string => errorText(thrown, paint(false));

test('errorText() puts the code before the message and what to do below', () => {
  const error = new ServoError('STATE_LOCKED', 'Process 7 already runs a servo', { hint: 'Stop it.' });
  expect(text(error)).toBe('error[STATE_LOCKED]: Process 7 already runs a servo\n  Stop it.');
});

test('errorText() gives each of several problems a line of its own', () => {
  const problems = [{ file: 'servo.yaml', line: 2, column: 3, message: 'first' }, { message: 'second' }];
  expect(text(new ConfigurationError(problems.slice(0, 1)))).toBe(
    'error[CONFIGURATION_INVALID]: servo.yaml:2:3: first',
  );
  expect(text(new ConfigurationError(problems))).toBe('error[CONFIGURATION_INVALID]:\nservo.yaml:2:3: first\nsecond');
});

test('errorText() tells each error of an AggregateError', () => {
  expect(text(new AggregateError([new ServoError('A_B', 'one'), new TypeError('two')]))).toBe(
    'error[A_B]: one\nerror[UNEXPECTED]: two',
  );
});

test('errorText() shows no stack trace', () => {
  expect(text(new TypeError('what'))).toBe('error[UNEXPECTED]: what');
  expect(text('what')).toBe('error[UNEXPECTED]: what');
});
