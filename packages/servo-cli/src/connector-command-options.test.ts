import type { ConnectorCommand } from '@servo/core';
import { expect, test } from 'vitest';
import { connectorCommandInput, connectorCommandOptions } from './connector-command-options.js';

const run = () => ({ facts: {}, lines: [] });
const rate = { type: 'number', describe: 'Requests a second' } as const;

test('connectorCommandOptions() declares what a command understands, and nothing else that its author wrote', () => {
  const odd = { ...rate, alias: 'r', required: true, coerce: () => 1 };
  expect(connectorCommandOptions('trace replay', { options: { rate: odd }, run })).toEqual({
    rate: { type: 'number', describe: 'Requests a second', alias: 'r', demandOption: true, requiresArg: true },
  });
});

test.for<[what: string, command: Omit<ConnectorCommand, 'run'>]>([
  ['option "name"', { options: { name: rate } }],
  ['option "log-level"', { options: { 'log-level': rate } }],
  ['option "logLevel"', { options: { logLevel: rate } }],
  ['option "o"', { options: { rate: { ...rate, alias: 'o' } } }],
  ['option "help"', { options: { help: rate } }],
  ['option "no-rate"', { options: { 'no-rate': rate } }],
  ['argument "connector"', { arguments: [{ name: 'connector', describe: '' }] }],
  ['option "id"', { arguments: [{ name: 'id', describe: '' }], options: { id: rate } }],
  ['option "r"', { options: { rate: { ...rate, alias: 'r' }, reset: { ...rate, alias: 'r' } } }],
])('connectorCommandOptions() refuses %s, which is taken', ([what, command]) => {
  expect(() => connectorCommandOptions('trace replay', { ...command, run })).toThrow(
    expect.objectContaining({ code: 'CONNECTOR_COMMAND_INVALID', message: expect.stringContaining(what) }),
  );
});

test('connectorCommandInput() picks what the command declares, and nothing of the rest of the command line', () => {
  const command = { arguments: [{ name: 'id', describe: '' }], options: { rate }, run };
  const args = {
    _: ['trace', 'replay'],
    $0: 'servo',
    id: '7',
    rate: 5,
    r: 5,
    quiet: false,
    'config-file': 'servo.yaml',
  };
  expect(connectorCommandInput(command, args)).toEqual({ id: '7', rate: 5 });
});
