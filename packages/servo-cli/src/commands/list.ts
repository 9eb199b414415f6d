import type { ServoDocument } from '@servo/core/documents';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { everyServo, readConfiguration } from '../open-assembly.js';
import { printResult } from '../output/print-result.js';
import { table } from '../output/table.js';

export const options: Command['options'] = (argv: Argv) =>
  argv.example('$0 list', 'No connector is loaded for it').example('$0 list -o json', 'The same for a program');

export const run: Command['run'] = async (args, context) => {
  const servos = everyServo(await readConfiguration(args, context)).map(({ name, document }) => ({
    name,
    optimizer: document.optimizer?.kind ?? null,
    detail: optimizerDetail(document),
    description: document.description ?? null,
  }));
  return printResult(context.terminal, args, {
    facts: { servos },
    lines: (columns) =>
      table(
        ['name', 'optimizer', 'description'],
        servos.map(({ name, optimizer, detail, description }) => [
          name,
          optimizer ? `${optimizer}: ${detail}` : '-',
          description ?? '-',
        ]),
        columns,
      ),
  });
};

/** What an optimizer is for, or which one of many it is. */
function optimizerDetail({ optimizer }: ServoDocument): string | null {
  switch (optimizer?.kind) {
    case undefined:
      return null;
    case 'embedded':
      return optimizer.maximize === undefined ? `minimize ${optimizer.minimize}` : `maximize ${optimizer.maximize}`;
    case 'opsani':
      return optimizer.id;
    case 'appdynamics':
      return optimizer.optimizerId;
    default:
      return optimizer satisfies never;
  }
}
