import { dirname, resolve } from 'node:path';
import { coreVersion, discover } from '@servo/core/runtime';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { cliVersion } from '../cli-version.js';
import { exitCodes } from '../exit-codes.js';
import { printJson } from '../output/print-json.js';

export const options: Command['options'] = (argv: Argv) => argv.example('$0 version', 'What to put into a bug report');

export const run: Command['run'] = async (args, { terminal, cwd }) => {
  const { candidates } = discover(dirname(resolve(cwd, String(args['config-file']))));
  const connectors = Object.fromEntries(candidates.map(({ package: name, version }) => [name, version]));
  const versions = { cli: cliVersion, core: coreVersion, node: process.version, connectors };
  if (args['output'] === 'json') return printJson(terminal, { versions });
  terminal.line(`@servo/cli ${versions.cli}`);
  terminal.line(`@servo/core ${versions.core}`);
  for (const [name, version] of Object.entries(connectors)) terminal.line(`${name} ${version}`);
  terminal.line(`node ${versions.node}`);
  return exitCodes.done;
};
