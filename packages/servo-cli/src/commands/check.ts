import type { Severity } from '@servo/core';
import type { Argv } from 'yargs';
import type { CheckArguments } from '../checks/check-plan.js';
import { checkServos } from '../checks/check-servos.js';
import type { Command } from '../command.js';
import { givenDuration } from '../given-duration.js';
import { exitCodes } from '../exit-codes.js';
import { openServos } from '../open-servo.js';
import { checkFacts } from '../output/check-lines.js';
import { printResult } from '../output/print-result.js';
import { repeatable } from '../repeatable.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('checks', {
      type: 'string',
      array: true,
      describe: 'Names of checks, or one /expression/; all unless given [checks.name]',
    })
    .option('id', { ...repeatable, describe: 'Only these: ids, or one /expression/ [checks.id]' })
    .option('tag', { ...repeatable, describe: 'Only those with one of these tags [checks.tag]' })
    .option('connector', {
      ...repeatable,
      describe: 'Only those of this connector; can be given several times [checks.connectors]',
    })
    .option('wait', {
      type: 'string',
      requiresArg: true,
      describe: 'How long checks that fail are tried again, with growing waits',
      example: '5m',
      defaultDescription: 'not at all',
    })
    .option('halt-on', {
      choices: ['warning', 'common', 'critical', 'never'] as const,
      describe: "The severity at which a connector's checks stop [checks.halt_on, else critical]",
    })
    .option('remedy', { type: 'boolean', default: false, describe: 'Apply the remedies of checks that fail' })
    .option('progressive', {
      type: 'boolean',
      describe: 'Show each check as soon as it ran; --no-progressive shows a table [checks.progressive]',
    })
    .option('verbose', { alias: 'v', type: 'boolean', describe: 'Show a table with ids, severities, tags and times' })
    .example('$0 check', 'Every check of every connector')
    .example('$0 check --wait 5m', 'Until all pass, for five minutes at most')
    .example('$0 check --connector process --tag network -v', 'Some of them, with all that is known')
    .example('$0 check "/ready$/" --remedy', 'Those whose names end so; what can be repaired is repaired');

export const run: Command['run'] = async (args, context) => {
  const given = checkArguments(args);
  // a remedy changes something, which nobody else may do meanwhile
  await using opened = await openServos(args, context, { readOnly: !given.remedy, doing: 'checking' });
  const { servos, signal, scope } = opened;
  const { terminal } = context;
  const { ready, found, lines } = await checkServos(servos, {
    given,
    shown: args['output'] === 'table',
    verbose: args['verbose'] as boolean | undefined, // as it is declared above, like the next
    progressive: args['progressive'] as boolean | undefined,
    terminal,
    signal,
    scope,
  });
  await printResult(terminal, args, { facts: { ready, checks: found.map(checkFacts) }, lines });
  return ready ? exitCodes.done : exitCodes.failed;
};

function checkArguments(args: Readonly<Record<string, unknown>>): CheckArguments {
  const wait = args['wait'] as string | undefined; // by its declaration above, like the others
  return {
    name: given(args['checks']),
    id: given(args['id']),
    tag: given(args['tag']),
    connectors: given(args['connector']),
    haltOn: args['halt-on'] as Severity | 'never' | undefined,
    remedy: args['remedy'] === true,
    wait: givenDuration(wait ?? '0'),
  };
}

function given(value: unknown): readonly string[] | undefined {
  const all = value as readonly string[] | undefined; // by the declarations above
  return all?.length ? all : undefined;
}
