import { dirname, resolve } from 'node:path';
import { coreVersion, discover, resolvePackage } from '@servo/core/documents';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { cliVersion } from '../cli-version.js';
import { printResult } from '../output/print-result.js';

export const options: Command['options'] = (argv: Argv) => argv.example('$0 version', 'What to put into a bug report');

export const run: Command['run'] = async (args, { terminal, cwd }) => {
  const folder = dirname(resolve(cwd, String(args['config-file'])));
  const { candidates, deployment } = discover(folder);
  const connectors = Object.fromEntries(candidates.map(({ package: name, version }) => [name, version]));
  const optimizer = resolvePackage('@servo/optimizer', deployment?.root ?? folder)?.manifest.version;
  const versions = {
    cli: cliVersion,
    core: coreVersion,
    optimizer: optimizer ?? null,
    node: process.version,
    connectors,
  };
  const all = {
    '@servo/cli': versions.cli,
    '@servo/core': versions.core,
    ...(optimizer !== undefined && { '@servo/optimizer': optimizer }),
    ...connectors,
    node: versions.node,
  };
  return printResult(terminal, args, {
    facts: { versions },
    lines: () => Object.entries(all).map(([name, version]) => `${name} ${version}`),
  });
};
