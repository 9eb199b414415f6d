import { ServoError } from '@servo/core';
import type { Argv } from 'yargs';
import type { Terminal } from '../terminal.js';

/** What the command line says of a run. */
export interface RunArguments {
  readonly newStudy: boolean;
  readonly exitWhenDone: boolean;
  readonly watch: boolean;
  readonly frozen: boolean;
  readonly listen: string | undefined;
  readonly check: boolean;
  readonly dryRun: boolean;
  readonly interactive: boolean;
  readonly poll: boolean;
}

/** Declares the options of a run. */
export function declareRun(argv: Argv): Argv {
  return argv
    .option('new-study', { type: 'boolean', default: false, describe: 'Begin a new study even where one is stored' })
    .option('exit-when-done', {
      type: 'boolean',
      default: false,
      describe: 'End the run with the study, instead of waiting for the next',
    })
    .option('check', {
      type: 'boolean',
      default: isOn.test(process.env[checkVariable] ?? ''),
      describe:
        'First wait until every check passes, as long as checks.wait says; else start nothing [SERVO_RUN_CHECK]',
    })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'Attach the connectors, run the checks once, and end; the optimizer is not asked',
    })
    .option('interactive', {
      type: 'boolean',
      default: false,
      describe: 'Ask on the terminal before each adjustment; what is refused is answered as rejected',
    })
    .option('poll', {
      type: 'boolean',
      default: true,
      describe: 'Ask the optimizer; --no-poll only starts the connectors, to see how they do, or to steer by hand',
    })
    .option('watch', {
      type: 'boolean',
      default: false,
      describe: 'Follow changes of the configuration: servos come, go, and begin anew',
    })
    .option('frozen', {
      type: 'boolean',
      default: false,
      describe: 'Refuse to run where a package that is used is not as servo.lock holds it',
    })
    .option('listen', {
      type: 'string',
      requiresArg: true,
      default: process.env['SERVO_LISTEN'] || undefined,
      defaultDescription: 'nothing is served',
      describe: 'Serve /metrics, /healthz and /readyz on [HOST:]PORT; ":PORT" is every interface [SERVO_LISTEN]',
    });
}

/**
 * Reads the options of a run.
 *
 * @throws {@link ServoError} `USAGE_INVALID` when two of them contradict, or nobody is there to be asked.
 */
export function readRunArguments(args: Readonly<Record<string, unknown>>, terminal: Terminal): RunArguments {
  assertSwitch(checkVariable);
  const { listen } = args;
  const given: RunArguments = {
    newStudy: args['new-study'] === true,
    exitWhenDone: args['exit-when-done'] === true,
    watch: args['watch'] === true,
    frozen: args['frozen'] === true,
    listen: typeof listen === 'string' ? listen : undefined,
    check: args['check'] === true,
    dryRun: args['dry-run'] === true,
    interactive: args['interactive'] === true,
    poll: args['poll'] !== false,
  };
  if (given.interactive && !terminal.canAsk)
    throw new ServoError('USAGE_INVALID', '--interactive asks on a terminal, and there is none', {
      hint: 'Leave it out, or run servo where somebody can answer.',
    });
  if (!given.poll && given.exitWhenDone)
    throw new ServoError('USAGE_INVALID', '--no-poll begins no study, so that --exit-when-done would never end it', {
      hint: 'Leave one of them out.',
    });
  return given;
}

const checkVariable = 'SERVO_RUN_CHECK';
const isOn = /^(1|true|yes|on)$/i;
const isOff = /^(0|false|no|off)?$/i;

function assertSwitch(variable: string): void {
  const text = process.env[variable] ?? '';
  if (!isOn.test(text) && !isOff.test(text))
    throw new ServoError('USAGE_INVALID', `${variable}: expected true or false, got "${text}"`);
}
