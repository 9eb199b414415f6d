import { type Candidate, coreVersion, discover, type Discovery } from '@servo/core/documents';
import { dirname, resolve } from 'node:path';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { printResult } from '../output/print-result.js';
import { table } from '../output/table.js';

export const options: Command['options'] = (argv: Argv) =>
  argv.example('$0 connectors', 'What the dependencies in package.json bring; none of their code is run');

export const run: Command['run'] = async (args, context) => {
  const { terminal, cwd } = context;
  const { deployment, candidates } = discover(dirname(resolve(cwd, String(args['config-file']))));
  return printResult(terminal, args, {
    facts: { core: coreVersion, deployment: deployment?.root ?? null, connectors: candidates },
    lines: (columns) => connectorLines({ deployment, candidates }, columns),
  });
};

function connectorLines({ deployment, candidates }: Discovery, columns: number): readonly string[] {
  if (!deployment)
    return [
      'There is no deployment here: no package.json at or above this folder lists a connector.',
      'Make one: npm init -y && npm install --save-exact @servo/core @servo/cli @servo/connector-process',
    ];
  if (candidates.length === 0) return [`No dependency of ${deployment.root} is a connector.`];
  const rows = candidates.map((each) => [each.name, each.version, each.package, statusOf(each)]);
  return table(['name', 'version', 'package', 'description'], rows, columns);
}

function statusOf({ name, description, maturity, commands, refusal }: Candidate): string {
  const lines = Object.entries(commands).map(([command, what]) => `servo ${name} ${command}: ${what}`);
  if (!refusal)
    return [[description, maturity === 'stable' ? '' : `(${maturity})`].filter(Boolean).join(' '), ...lines].join('\n');
  return `refused [${refusal.code}]: ${refusal.message}\n${refusal.hint}`;
}
