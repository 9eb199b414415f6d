import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ServoError } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { askStarter } from '../init/ask-starter.js';
import { deploymentManifest } from '../init/deployment-manifest.js';
import { starterVersion } from '../init/starter-version.js';
import { type Starter, starterConfiguration, starterPackages } from '../init/starter.js';
import { interruption } from '../interruption.js';
import { printResult } from '../output/print-result.js';
import type { Terminal } from '../terminal.js';
import { writeAsked } from '../output/write-asked.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .option('optimizer', { choices: ['embedded', 'opsani'] as const, describe: 'Which one to obey' })
    .option('command', { type: 'string', requiresArg: true, describe: 'What starts your service, with embedded' })
    .option('url', { type: 'string', requiresArg: true, describe: 'What is loaded and measured, with embedded' })
    .option('id', { type: 'string', requiresArg: true, describe: 'organization/name, with opsani' })
    .option('token-file', { type: 'string', requiresArg: true, describe: 'The file of the token, with opsani' })
    .option('force', { type: 'boolean', default: false, describe: 'Write servo.yaml even where there is one' })
    .example('$0 init', 'Asks for what it needs; without a terminal it takes what is usual')
    .example('$0 init --command "node server.js" --url http://127.0.0.1:3000/', 'Asks nothing')
    .example('$0 init --id example.com/shop --token-file /run/secrets/token', 'For a remote optimizer');

export const run: Command['run'] = async (args, { terminal, cwd }) => {
  using stop = interruption(() => {});
  if (args['config-file'] === '-') throw noFile();
  const path = resolve(cwd, String(args['config-file']));
  if (existsSync(path) && args['force'] !== true) throw exists(path);
  const given = (name: string): string | undefined => args[name] as string | undefined; // by its declaration above
  const starter = await askStarter(
    {
      optimizer: given('optimizer'),
      command: given('command'),
      url: given('url'),
      id: given('id'),
      tokenFile: given('token-file'),
    },
    terminal,
    stop.signal,
  );
  const manifest = join(dirname(path), 'package.json');
  const packages = ['@servo/core', '@servo/cli', ...starterPackages(starter)];
  const versions = Object.fromEntries(packages.map((name) => [name, starterVersion(name)] as const));
  const dependencies = deploymentManifest(manifest, versions);
  await writeAsked(path, starterConfiguration(starter));
  if (dependencies !== undefined) await writeAsked(manifest, dependencies);
  const written = [path, ...(dependencies === undefined ? [] : [manifest])];
  return await printResult(terminal, args, {
    facts: { written },
    lines: () => [
      ...written.map((file) => `Wrote ${file}`),
      ...guesses(starter, { given, terminal }),
      'Next: npm install, look through servo.yaml, then npx servo plan and npx servo run.',
    ],
  });
};

/** What was neither said nor answered is only usual. */
function guesses(
  { optimizer }: Starter,
  { given, terminal }: { readonly given: (name: string) => string | undefined; readonly terminal: Terminal },
): readonly string[] {
  const names = optimizer === 'embedded' ? ['command', 'url'] : ['id', 'token-file'];
  const unsaid = terminal.canAsk ? [] : names.filter((name) => given(name) === undefined);
  return unsaid.length > 0
    ? [`Nobody said ${unsaid.map((name) => `--${name}`).join(' and ')}: correct that in servo.yaml.`]
    : [];
}

function noFile(): ServoError {
  return new ServoError('USAGE_INVALID', 'servo init writes files, and none was named', {
    hint: 'Leave "-c -" out; "servo generate -c -" prints a configuration.',
  });
}

function exists(path: string): ServoError {
  return new ServoError('USAGE_INVALID', `There is already ${path}`, {
    hint: 'Add --force to write it anew, or name another file with -c.',
  });
}
