import type { Options } from 'yargs';
import { logLevelNames, logLevelOf } from './log-level.js';

/** The options of every command. */
export const globalOptions = {
  'config-file': {
    alias: 'c',
    type: 'string',
    requiresArg: true,
    default: process.env['SERVO_CONFIG_FILE'] || 'servo.yaml',
    describe: 'The configuration [SERVO_CONFIG_FILE]',
  },
  name: {
    alias: 'n',
    type: 'string',
    requiresArg: true,
    describe: 'The servo, where the configuration describes several',
  },
  output: {
    alias: 'o',
    requiresArg: true,
    choices: ['table', 'json', 'yaml'] as const,
    default: 'table' as const,
    describe: 'For people, or for programs',
  },
  'log-level': {
    alias: 'l',
    requiresArg: true,
    choices: logLevelNames,
    default: process.env['SERVO_LOG_LEVEL'] || 'warn',
    coerce: logLevelOf,
    describe: 'What is logged to standard error [SERVO_LOG_LEVEL]',
  },
  'log-file': {
    type: 'string',
    requiresArg: true,
    describe:
      'Log to this file as well, as JSON; at 10 MiB it is set aside, and five such are kept [run: SERVO_LOG_FILE]',
  },
  quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Show the result and errors alone' },
  color: { type: 'boolean', default: true, describe: 'Colours on a terminal; --no-color or NO_COLOR turns them off' },
} as const satisfies Readonly<Record<string, Options>>;
