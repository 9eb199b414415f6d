import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { openServo } from '../open-servo.js';
import { printJson } from '../output/print-json.js';
import { formatSetting } from '../output/format-setting.js';
import { table } from '../output/table.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .example('$0 describe', 'Components with their settings, and metrics')
    .example('$0 describe -o json', 'The same for a program');

export const run: Command['run'] = async (args, context) => {
  await using opened = await openServo(args, context, { readOnly: true });
  const { components, metrics } = await opened.servo.describe({}, { signal: opened.signal });
  if (args['output'] === 'json') return printJson(context.terminal, { components, metrics });
  const settings = components.flatMap(({ name, settings }) =>
    settings.map((each) => [`${name}.${each.name}`, ...formatSetting(each)]),
  );
  const { terminal } = context;
  if (settings.length === 0) terminal.line('Nothing can be adjusted.');
  else table(['setting', 'value', 'may be'], settings).forEach((line) => terminal.line(line));
  terminal.line();
  const measured = metrics.map(({ name, unit }) => [name, unit]);
  if (measured.length === 0) terminal.line('Nothing can be measured.');
  else table(['metric', 'unit'], measured).forEach((line) => terminal.line(line));
  return exitCodes.done;
};
