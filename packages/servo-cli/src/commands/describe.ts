import type { Description } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { openServo } from '../open-servo.js';
import { printResult } from '../output/print-result.js';
import { formatSetting } from '../output/format-setting.js';
import { table } from '../output/table.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .example('$0 describe', 'Components with their settings, and metrics')
    .example('$0 describe -o json', 'The same for a program');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServo(args, context, { readOnly: true });
  const { components, metrics } = await opened.servo.describe({}, { signal: opened.signal });
  return await printResult(context.terminal, args, {
    facts: { components, metrics },
    lines: (columns) => describeLines({ components, metrics }, columns),
  });
};

function describeLines({ components, metrics }: Description, columns: number): readonly string[] {
  const settings = components.flatMap(({ name, settings }) =>
    settings.map((each) => [`${name}.${each.name}`, ...formatSetting(each)]),
  );
  const measured = metrics.map(({ name, unit }) => [name, unit]);
  return [
    ...(settings.length === 0
      ? ['Nothing can be adjusted.']
      : table(['setting', 'value', 'may be'], settings, columns)),
    '',
    ...(measured.length === 0 ? ['Nothing can be measured.'] : table(['metric', 'unit'], measured, columns)),
  ];
}
