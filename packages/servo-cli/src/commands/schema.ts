import { resolve } from 'node:path';
import { ServoError } from '@servo/core';
import type { Argv } from 'yargs';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { writeAsked } from '../output/write-asked.js';
import { deploymentSchema } from '../schema/deployment-schema.js';

export const options: Command['options'] = (argv: Argv) =>
  argv
    .positional('connector', { type: 'string', describe: 'The section of this connector alone' })
    .option('top-level', { type: 'boolean', default: false, describe: 'Without the sections of connectors' })
    .option('file', { type: 'string', requiresArg: true, describe: 'Write it to this file' })
    .example('$0 schema --file servo.schema.json', 'For "# yaml-language-server: $schema=./servo.schema.json"')
    .example('$0 schema process', 'What may stand in the section of one connector');

export const run: Command['run'] = async (args, context) => {
  const { terminal, cwd } = context;
  if (args['connector'] !== undefined && args['top-level'] === true)
    throw new ServoError('USAGE_INVALID', 'Expected either a connector or --top-level');
  const schema = await deploymentSchema(context, {
    configFile: resolve(cwd, String(args['config-file'])),
    connector: args['connector'] as string | undefined, // by its declaration above
    topLevel: args['top-level'] === true,
  });
  const text = args['output'] === 'yaml' ? await yaml(schema) : JSON.stringify(schema, undefined, 2);
  const { file } = args;
  if (typeof file !== 'string')
    terminal.line(text); // as it is: with a version of ours it would be no schema
  else {
    await writeAsked(resolve(cwd, file), `${text}\n`);
    terminal.note(`Wrote ${file}`);
  }
  return exitCodes.done;
};

async function yaml(schema: object): Promise<string> {
  const { toYaml } = await import('../output/to-yaml.js'); // seldom asked for
  return toYaml(schema);
}
