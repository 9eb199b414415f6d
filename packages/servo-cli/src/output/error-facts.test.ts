import { AdjustmentRejectedError, ConfigurationError, ServoError } from '@servo/core';
import { expect, test } from 'vitest';
import { errorFacts } from './error-facts.js';

test('errorFacts() has code, message, and what else is known', () => {
  expect(errorFacts(new ServoError('STATE_LOCKED', 'Process 7 already runs a servo', { hint: 'Stop it.' }))).toEqual({
    error: { code: 'STATE_LOCKED', message: 'Process 7 already runs a servo', hint: 'Stop it.' },
  });
  expect(errorFacts(new AdjustmentRejectedError('It exited', { reason: 'start-failed' }))).toEqual({
    error: { code: 'ADJUSTMENT_REJECTED', message: 'It exited', reason: 'start-failed' },
  });
  expect(errorFacts('what')).toEqual({ error: { code: 'UNEXPECTED', message: 'what' } });
});

test('errorFacts() lists the problems of a configuration', () => {
  const error = new ConfigurationError([{ file: 'servo.yaml', line: 2, column: 3, message: 'first' }]);
  const problems = [{ file: 'servo.yaml', line: 2, column: 3, message: 'first' }];
  expect(errorFacts(error)).toEqual({
    error: { code: 'CONFIGURATION_INVALID', message: 'servo.yaml:2:3: first', problems },
  });
});

test('errorFacts() tells each error of an AggregateError', () => {
  const [one, two] = [
    { code: 'A_B', message: 'one' },
    { code: 'UNEXPECTED', message: 'two' },
  ];
  const error = new AggregateError([new ServoError('A_B', 'one'), new TypeError('two')]);
  expect(errorFacts(error)).toEqual({ error: one, errors: [one, two] });
});

test('errorFacts() masks secrets', () => {
  const error = new ServoError('A_B', '401 for Authorization: Bearer abc123def', { hint: 'See http://u:p@host' });
  expect(JSON.stringify(errorFacts(error))).not.toMatch(/abc123def|u:p/);
});
