import { type Candidate, coreVersion, discover } from '@servo/core/runtime';
import { dirname, resolve } from 'node:path';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { printJson } from '../output/print-json.js';
import { table } from '../output/table.js';

export const options: Command['options'] = (argv: Argv) =>
  argv.example('$0 connectors', 'What the dependencies in package.json bring; none of their code is run');

export const run: Command['run'] = async (args, context) => {
  const { terminal, cwd } = context;
  const { deployment, candidates } = discover(dirname(resolve(cwd, String(args['config-file']))));
  if (args['output'] === 'json')
    return printJson(terminal, { core: coreVersion, deployment: deployment?.root ?? null, connectors: candidates });
  if (!deployment) {
    terminal.line('There is no deployment here: no package.json at or above this folder lists a connector.');
    terminal.line('Make one: npm init -y && npm install --save-exact @servo/core @servo/cli @servo/connector-process');
    return exitCodes.done;
  }
  const rows = candidates.map((each) => [each.name, each.version, each.package, statusOf(each)]);
  if (rows.length === 0) terminal.line(`No dependency of ${deployment.root} is a connector.`);
  else for (const line of table(['name', 'version', 'package', 'description'], rows)) terminal.line(line);
  return exitCodes.done;
};

function statusOf({ description, maturity, refusal }: Candidate): string {
  if (!refusal) return maturity === 'stable' ? description : `${description} (${maturity})`;
  return `refused [${refusal.code}]: ${refusal.message}\n${refusal.hint}`;
}
