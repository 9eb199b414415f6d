import { join } from 'node:path';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { deploymentLock, deploymentOf } from '../lock/deployment-lock.js';
import { lockFile, refuseChanges } from '../lock/refuse-changes.js';
import { readConfiguration } from '../open-assembly.js';
import { printResult } from '../output/print-result.js';
import { writeAsked } from '../output/write-asked.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .option('check', { type: 'boolean', default: false, describe: 'Write nothing; fail where something differs' })
    .example('$0 lock', 'Write servo.lock, for servo run --frozen')
    .example('$0 lock --check', 'In CI');

export const run: Command['run'] = async (args, context) => {
  const configuration = await readConfiguration(args, context);
  const path = join(deploymentOf(configuration.discovery).root, lockFile);
  const checks = args['check'] === true;
  const lock = await (checks ? refuseChanges : deploymentLock)(configuration);
  if (!checks) await writeAsked(path, `${JSON.stringify(lock, undefined, 2)}\n`);
  const packages = Object.entries(lock.packages).map(([name, { version, integrity }]) => ({
    name,
    version,
    integrity,
  }));
  return printResult(context.terminal, args, {
    facts: { path, packages },
    lines: () => [
      ...packages.map(({ name, version }) => `${name} ${version}`),
      checks ? `All as in ${path}` : `Wrote ${path}`,
    ],
  });
};
