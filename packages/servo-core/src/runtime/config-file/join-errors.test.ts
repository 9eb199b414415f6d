import { expect, test } from 'vitest';
import { ConfigurationError } from '../../errors/configuration-error.js';
import { joinErrors } from './join-errors.js';

const at = (line: number, code?: string): ConfigurationError =>
  new ConfigurationError(
    [{ file: 'servo.yaml', line, message: `wrong in ${line}` }],
    code === undefined ? {} : { code },
  );

test('joinErrors() leaves a single error as it is', () => {
  const error = at(1, 'CONNECTOR_NOT_INSTALLED');
  expect(joinErrors([error])).toBe(error);
});

test.for<[codes: readonly (string | undefined)[], code: string]>([
  [['CONNECTOR_NOT_INSTALLED', 'CONNECTOR_NOT_INSTALLED'], 'CONNECTOR_NOT_INSTALLED'],
  [['CONNECTOR_NOT_INSTALLED', undefined], 'CONFIGURATION_INVALID'],
  [['CONFIGURATION_ENVIRONMENT', 'CONNECTOR_NOT_INSTALLED'], 'CONFIGURATION_INVALID'],
])('joinErrors() makes of the codes %j the code %s', ([codes, code]) => {
  expect(joinErrors(codes.map((each, index) => at(index, each))).code).toBe(code);
});

test('joinErrors() puts the problems in the order of the file', () => {
  const { problems } = joinErrors([at(7), at(2), at(4)]);
  expect(problems.map(({ line }) => line)).toEqual([2, 4, 7]);
});

test('joinErrors() keeps what is to be done about each', () => {
  const hinted = new ConfigurationError([{ message: 'gone' }], {
    code: 'CONNECTOR_NOT_INSTALLED',
    hint: 'npm install',
  });
  const both = new ConfigurationError([{ message: 'odd', hint: 'write 2' }], { hint: 'look' });
  expect(joinErrors([hinted, both]).problems.map(({ hint }) => hint)).toEqual(['npm install', 'write 2']);
});
