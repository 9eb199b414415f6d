import { checkPassed, type Severity } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { openServo } from '../open-servo.js';
import { type Paint, paint } from '../output/paint.js';
import { printResult } from '../output/print-result.js';
import { table } from '../output/table.js';
import { ownChecks, type ShownCheck } from '../own-checks.js';

interface Found {
  /** Its name, or `servo` for what is no connector's own. */
  readonly connector: string;
  readonly check: ShownCheck;
}

export const options: Command['options'] = (argv: Argv) =>
  argv
    .option('halt-on', {
      choices: ['warning', 'common', 'critical', 'never'] as const,
      describe: "The severity at which a connector's checks stop [checks.halt_on, else critical]",
    })
    .example('$0 check', 'Every check of every connector');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServo(args, context, { readOnly: true });
  const wanted = (args['halt-on'] as Severity | 'never' | undefined) ?? opened.document.checks.haltOn; // one of its choices
  const haltOn = wanted === 'never' ? null : wanted;
  const results = await opened.servo.check({ haltOn }, { signal: opened.signal });
  const ofConnectors = results.flatMap((result): readonly Found[] => {
    const { connector } = result;
    if ('value' in result) return result.value.map((check) => ({ connector, check }));
    return [
      {
        connector,
        check: {
          name: 'checks ran',
          id: 'checks',
          severity: 'critical',
          success: false,
          message: result.error.message,
        },
      },
    ];
  });
  const own = await ownChecks(opened);
  const found = [...ofConnectors, ...own.map((check) => ({ connector: 'servo', check }))];
  const ready = found.every(({ check }) => checkPassed({ ...check }));
  await printResult(context.terminal, args, {
    facts: { ready, checks: found.map(factsOf) },
    lines: () => checkLines(found, paint(context.terminal.colors)),
  });
  return ready ? exitCodes.done : exitCodes.failed;
};

function factsOf({ connector, check: { name, id, severity, success, message, hint } }: Found): object {
  return { connector, name, id, severity, success, message, hint };
}

function checkLines(found: readonly Found[], colour: Paint): readonly string[] {
  if (found.length === 0) return ['No connector has checks.'];
  const rows = found.map(({ connector, check }) => {
    const mark = check.success ? '√ passed' : checkPassed({ ...check }) ? '! warning' : 'X failed';
    const text = [check.message, check.success ? undefined : check.hint].filter(Boolean).join('\n');
    return [mark, connector, check.name, text];
  });
  return table(['status', 'connector', 'check', 'message'], rows).map((line) =>
    line.startsWith('X') ? colour('red', line) : line,
  );
}
